import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '../../sdk/http-client.ts';
import { liveChanges } from '../live-changes.ts';

/** Somebody looks so often at least, whatever the server tells. */
const LOOK_MS = 10_000;
/** Changes that come together are shown together. */
const PAUSE_MS = 100;

/** Yields at the start, after each change of a topic, and now and then; ends when `signal` is aborted. */
export async function* everyChange({
  client,
  topic,
  signal,
}: {
  client: HttpClient;
  topic: string;
  signal: AbortSignal;
}): AsyncGenerator<void> {
  const ending = new AbortController();
  const stop = AbortSignal.any([signal, ending.signal]);
  const changes = liveChanges(client, topic, stop);
  try {
    for (let next = changes.next(); !signal.aborted; ) {
      yield;
      next.catch(() => undefined);
      const changed = await Promise.race([next.then(() => true), sleep(LOOK_MS, false, { signal: stop }).catch(() => false)]);
      if (!changed) continue;
      next = changes.next();
      await sleep(PAUSE_MS);
    }
  } finally {
    ending.abort();
  }
}
