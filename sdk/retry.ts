import { setTimeout as sleep } from 'node:timers/promises';

export interface RetryOptions {
  /** Ends the attempts, and the request under way. */
  signal?: AbortSignal;
  /** How often to try in all. Default 5; `Infinity` leaves the end to `signal`. */
  attempts?: number;
}

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;

/** Thrown by an attempt that is worth another; `retryAfterMs` is what the server asked for. */
export class RetryableError extends Error {
  readonly reason: unknown;
  readonly retryAfterMs: number | undefined;

  constructor(reason: unknown, retryAfterMs?: number) {
    super('retryable');
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Runs `attempt` until it succeeds, throws something else than RetryableError, or the attempts are used up. */
export async function withRetries<T>(attempt: () => Promise<T>, { signal, attempts = 5 }: RetryOptions): Promise<T> {
  for (let made = 1; ; made++) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
      signal?.throwIfAborted();
      if (made >= attempts) throw error.reason;
      await sleep(error.retryAfterMs ?? backoff(made), undefined, { signal });
    }
  }
}

/** Exponential, with jitter so that many agents do not come back at one moment. */
function backoff(made: number): number {
  const delay = Math.min(FIRST_DELAY_MS * 2 ** (made - 1), LONGEST_DELAY_MS);
  return delay * (0.5 + Math.random() / 2);
}
