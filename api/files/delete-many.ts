import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { deleteTree } from './delete-files.ts';
import { FileError, toFileError } from './file-error.ts';
import { urlPath } from './stored-path.ts';

const BODY_LIMIT = 16 * 1024 * 1024;
const body = z.object({ files: z.array(z.string()) });

export interface DeletedMany {
  /** By path as it was given. */
  deleted: Record<string, string>;
  /** Paths that were not deleted, by reason. */
  errors: Record<string, string[]>;
}

/** Deletes files, and folders with what is in them: `{"files": [path, …]}`, encoded as in URLs. */
export async function deleteMany(root: string, request: IncomingMessage): Promise<DeletedMany> {
  const deleted = new Map<string, string>();
  const errors = new Map<string, string[]>();
  for (const file of await readBody(request)) {
    try {
      const path = urlPath(file);
      await deleteTree(root, path);
      deleted.set(file, path);
    } catch (error) {
      const known = toFileError(error);
      if (!known) throw error;
      errors.set(known.message, [...(errors.get(known.message) ?? []), file]);
    }
  }
  return { deleted: Object.fromEntries(deleted), errors: Object.fromEntries(errors) };
}

async function readBody(request: IncomingMessage): Promise<string[]> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new FileError(413, 'tooLarge', `the body is larger than ${BODY_LIMIT} bytes`);
    chunks.push(chunk);
  }
  try {
    return body.parse(JSON.parse(Buffer.concat(chunks).toString())).files;
  } catch {
    throw new FileError(400, 'invalidBody', 'the body must be JSON: {"files": [path, …]}');
  }
}
