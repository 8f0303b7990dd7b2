import type { OutboxMessage } from '../workflows/contracts/outbox.ts';

/** A workflow that was woken is woken again so much later at the earliest: a burst costs a few wakes. */
const REST_MS = 50;

/** Which queues and scalers were woken just now. A wake stands for all that happened before it, so the next one may wait. */
export interface WakeRests {
  /** Milliseconds until `target` may be told something again. */
  left(target: string): number;
  woken(target: string): void;
}

export function createWakeRests(now: () => number = () => performance.now()): WakeRests {
  const ends = new Map<string, number>();
  return {
    left: (target) => Math.max(0, (ends.get(target) ?? 0) - now()),
    woken(target) {
      for (const [other, end] of ends) if (end <= now()) ends.delete(other);
      ends.set(target, now() + REST_MS);
    },
  };
}

export const isWake = ({ kind }: OutboxMessage): boolean => kind === 'wakeQueue' || kind === 'wakeScaler';
