import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';

/**
 * The body of a request as a stream of its own. When that breaks off, because the disk is full, the request lives on:
 * what is left of it is skipped, and its sender hears why.
 */
export function requestBody(request: IncomingMessage): Readable {
  const body = new PassThrough();
  // It may break off before anything reads; who reads then hears of it all the same.
  body.on('error', () => {});
  const breakOff = () => {
    if (!request.complete) body.destroy(new Error('the connection broke off'));
  };
  request.once('close', breakOff);
  // The sender may have left while it was found out who it is.
  if (request.closed) breakOff();
  body.once('close', () => request.resume());
  return request.pipe(body);
}
