import { setTimeout as sleep } from 'node:timers/promises';

/** Polls until `find` gives something, and gives that. Throws an Error that names `what` after `timeoutMs`. */
export async function eventually<T>(
  what: string,
  find: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 10_000,
): Promise<T> {
  for (const deadline = Date.now() + timeoutMs; ; await sleep(20)) {
    const found = await find();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`);
  }
}
