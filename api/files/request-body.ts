import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';

/**
 * The body of a request as a stream of its own. When that breaks off, because the disk is full, the request lives on:
 * what is left of it is skipped, and its sender hears why.
 */
export function requestBody(request: IncomingMessage): Readable {
  const body = new PassThrough();
  request.once('close', () => {
    if (!request.complete) body.destroy(new Error('the connection broke off'));
  });
  body.once('close', () => request.resume());
  return request.pipe(body);
}
