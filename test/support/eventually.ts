import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `probe` answers something truthy; long, since a deadline is no measurement and machines may be slow. @throws with `what` after the deadline */
export async function eventually<T>(
  what: string,
  probe: () => T | Promise<T>,
  { deadlineMs = 60_000, everyMs = 25 } = {},
): Promise<NonNullable<T>> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`not within ${deadlineMs / 1000} s: ${what}`);
    await sleep(everyMs);
  }
}
