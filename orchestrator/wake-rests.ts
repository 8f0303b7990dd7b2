import type { OutboxMessage } from '../workflows/contracts/outbox.ts';

/** A queue or a scaler that was woken is woken again so much later at the earliest: a burst costs a few wakes. */
const WAKE_REST_MS = 50;
/** The same for a sweep: trials that end by the dozen are settled together, and its history grows by what it does and not by what it hears. */
const SWEEP_REST_MS = 200;

/** Who was told something just now. What a workflow is told then stands for all that happens until the next time, which may wait. */
export interface WakeRests {
  /** Milliseconds until `target` may be told something again. */
  left(target: string): number;
  told(target: string, message: OutboxMessage): void;
}

export function createWakeRests(now: () => number = () => performance.now()): WakeRests {
  const ends = new Map<string, number>();
  return {
    left: (target) => Math.max(0, (ends.get(target) ?? 0) - now()),
    told(target, message) {
      const ms = restAfter(message);
      if (ms === 0) return;
      for (const [other, end] of ends) if (end <= now()) ends.delete(other);
      ends.set(target, now() + ms);
    },
  };
}

export const isWake = ({ kind }: OutboxMessage): boolean => kind === 'wakeQueue' || kind === 'wakeScaler';

function restAfter(message: OutboxMessage): number {
  if (isWake(message)) return WAKE_REST_MS;
  return message.kind === 'childChanged' && message.of === 'sweep' ? SWEEP_REST_MS : 0;
}
