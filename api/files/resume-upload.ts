import { createHash } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { FileError } from './file-error.ts';
import { requestBody } from './request-body.ts';
import { publish, receiveFile, uploadsFolder, writeStream } from './write-file.ts';

export interface UploadState {
  /** Bytes that are stored. */
  received: number;
  complete: boolean;
}

/** `bytes 0-99/500`, or `bytes *​/500` to ask how much is there. */
const CONTENT_RANGE = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+)$/;

/** Uploads that go on right now: two at a time would write into each other. */
const running = new Set<string>();

/**
 * Stores the body of a request as a file. With a `Content-Range` the body is a piece of it, and the file shows when all
 * are there; a piece that does not begin where the one before ended is refused, with how much is there.
 */
export async function receiveUpload(root: string, path: string, request: IncomingMessage): Promise<UploadState> {
  const range = request.headers['content-range'];
  if (range !== undefined) return receivePiece(root, path, request, range);
  const file = await receiveFile(root, requestBody(request));
  try {
    await file.publish(path);
  } catch (error) {
    await file.discard();
    throw error;
  }
  return { received: file.size, complete: true };
}

async function receivePiece(root: string, path: string, request: IncomingMessage, header: string): Promise<UploadState> {
  const { start, end, total } = parseRange(header);
  const partial = join(await uploadsFolder(root), createHash('sha256').update(`${total}/${path}`).digest('hex'));
  const there = await sizeOf(partial);
  if (start === null) return { received: there, complete: false };
  if (running.has(partial)) throw new FileError(409, 'busy', 'this file is being uploaded by another call');
  if (start > there) throw new FileError(409, 'gap', `the piece begins at ${start}, and only ${there} bytes are stored`);
  running.add(partial);
  try {
    return await addPiece({ root, path, request, partial, start, end, total });
  } finally {
    running.delete(partial);
  }
}

async function addPiece({ root, path, request, partial, start, end, total }: PieceInput): Promise<UploadState> {
  await writeStream(partial, noLongerThan(requestBody(request), end - start), start).catch(async (error) => {
    // A broken connection leaves what came; a full disk leaves nothing.
    if (error.code === 'ENOSPC' || error.code === 'EDQUOT') await rm(partial, { force: true });
    throw error;
  });
  const received = await sizeOf(partial);
  if (received < total) return { received, complete: false };
  await publish(root, partial, path);
  return { received, complete: true };
}

interface PieceInput {
  root: string;
  path: string;
  request: IncomingMessage;
  partial: string;
  start: number;
  /** Behind its last byte. */
  end: number;
  total: number;
}

/** A piece must not write over what it does not name, nor behind the end of its file. */
async function* noLongerThan(body: Readable, bytes: number): AsyncIterable<Buffer> {
  let left = bytes;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    left -= chunk.length;
    if (left < 0) throw new FileError(400, 'invalidRange', `Content-Range names ${bytes} bytes, and the body has more`);
    yield chunk;
  }
}

function parseRange(header: string): { start: number | null; end: number; total: number } {
  const [, first, last, size] = CONTENT_RANGE.exec(header) ?? [];
  const total = Number(size);
  if (size === undefined || Number(last ?? 0) >= total || Number(first ?? 0) > Number(last ?? 0)) {
    throw new FileError(400, 'invalidRange', `Content-Range: "${header}" is not of the form "bytes first-last/total"`);
  }
  return { start: first === undefined ? null : Number(first), end: Number(last ?? 0) + 1, total };
}

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );
