import type { Writable } from 'node:stream';
import { RESET } from './events.ts';

/** Bytes that a slow client may leave unread before messages to it are dropped. */
const MOST_UNREAD = 64 * 1024;

/** What a slow client misses is made up for by one reset, once it reads again. */
export function createSender(stream: Writable): (message: string) => void {
  let missed = false;
  const write = (message: string) => {
    if (!stream.writableEnded) stream.write(`data: ${message}\n\n`);
  };
  stream.on('drain', () => {
    if (missed) write(JSON.stringify(RESET));
    missed = false;
  });
  return (message) => {
    if (stream.writableLength > MOST_UNREAD) missed = true;
    else write(message);
  };
}
