import { setTimeout as sleep } from 'node:timers/promises';

/** Asks every few milliseconds until the answer is yes; false when the deadline passes. Rejects when aborted. */
export async function poll(
  condition: () => boolean | Promise<boolean>,
  options: { deadlineMs?: number; intervalMs?: number; signal?: AbortSignal } = {},
): Promise<boolean> {
  const { deadlineMs = Number.POSITIVE_INFINITY, intervalMs = 25, signal } = options;
  const end = performance.now() + deadlineMs;
  for (;;) {
    signal?.throwIfAborted();
    if (await condition()) return true;
    if (performance.now() >= end) return false;
    await sleep(intervalMs, undefined, { signal });
  }
}
