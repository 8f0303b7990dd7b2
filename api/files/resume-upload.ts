import { createHash } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
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
  return { received: Number(request.headers['content-length'] ?? 0), complete: true };
}

async function receivePiece(root: string, path: string, request: IncomingMessage, header: string): Promise<UploadState> {
  const { start, total } = parseRange(header);
  const partial = join(await uploadsFolder(root), createHash('sha256').update(`${total}/${path}`).digest('hex'));
  const there = await sizeOf(partial);
  if (start === null) return { received: there, complete: false };
  if (running.has(partial)) throw new FileError(409, 'busy', 'this file is being uploaded by another call');
  if (start > there) throw new FileError(409, 'gap', `the piece begins at ${start}, and only ${there} bytes are stored`);
  running.add(partial);
  try {
    return await addPiece({ root, path, request, partial, start, total });
  } finally {
    running.delete(partial);
  }
}

async function addPiece({ root, path, request, partial, start, total }: PieceInput): Promise<UploadState> {
  await writeStream(partial, requestBody(request), start).catch(async (error) => {
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
  total: number;
}

function parseRange(header: string): { start: number | null; total: number } {
  const [, first, last, size] = CONTENT_RANGE.exec(header) ?? [];
  const total = Number(size);
  if (size === undefined || Number(last ?? 0) >= total || Number(first ?? 0) > Number(last ?? 0)) {
    throw new FileError(400, 'invalidRange', `Content-Range: "${header}" is not of the form "bytes first-last/total"`);
  }
  return { start: first === undefined ? null : Number(first), total };
}

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );
