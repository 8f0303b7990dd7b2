import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { FileError } from './file-error.ts';
import { requestBody } from './request-body.ts';
import { plainPath } from './stored-path.ts';
import { type ReceivedFile, receiveFile } from './write-file.ts';

const LONGEST_FIELD_NAME = 8192;

interface Part {
  path: string;
  file: ReceivedFile;
}

/**
 * Stores the files of a multipart form: the name of a field is the path of its file. All are stored, or none.
 * Answers their paths.
 */
export async function receiveForm(root: string, request: IncomingMessage): Promise<string[]> {
  const parts: Promise<Part>[] = [];
  const failed = new AbortController();
  try {
    const form = createForm(request);
    form.on('file', (name, stream) => {
      // A form that ends in the middle of a file may do so before anything reads it.
      stream.on('error', () => {});
      const part = receivePart(root, name, stream);
      parts.push(part);
      part.catch((error) => {
        failed.abort(error);
        // What is left of the request is not worth reading.
        stream.resume();
      });
    });
    await readForm(request, form, failed.signal);
    return await publishAll(await Promise.all(parts));
  } catch (error) {
    for (const part of await Promise.allSettled(parts)) if (part.status === 'fulfilled') await part.value.file.discard();
    throw error;
  }
}

async function readForm(request: IncomingMessage, form: busboy.Busboy, failed: AbortSignal): Promise<void> {
  try {
    await pipeline(requestBody(request), form, { signal: failed });
  } catch (error) {
    throw failed.aborted
      ? failed.reason
      : new FileError(400, 'invalidForm', `the form cannot be read: ${(error as Error).message}`);
  }
}

function createForm(request: IncomingMessage): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      preservePath: true,
      defParamCharset: 'utf8',
      limits: { fieldNameSize: LONGEST_FIELD_NAME },
    });
  } catch (error) {
    throw new FileError(400, 'invalidForm', `a multipart form is needed: ${(error as Error).message}`);
  }
}

async function receivePart(root: string, name: string | undefined, stream: Readable): Promise<Part> {
  if (name === undefined)
    throw new FileError(400, 'invalidForm', 'a field of the form has no name, which is the path of its file');
  const path = plainPath(name);
  return { path, file: await receiveFile(root, stream) };
}

async function publishAll(parts: Part[]): Promise<string[]> {
  if (parts.length === 0) throw new FileError(400, 'invalidForm', 'the form holds no file');
  for (const { path, file } of parts) await file.publish(path);
  return parts.map(({ path }) => path);
}
