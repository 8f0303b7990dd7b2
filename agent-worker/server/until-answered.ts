import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { ApiError } from '../../sdk/http-client.ts';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;
const UNAUTHORIZED = 401;

/** The server knows the request and refuses it: trying again changes nothing. Credentials may be made good while runs go on. */
export const isRefusal = (error: unknown): error is ApiError => isRefusalOrStranger(error) && error.status !== UNAUTHORIZED;

/** The same for one whose credentials have never been good. */
export const isRefusalOrStranger = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.status >= 400 && error.status < 500 && ![408, 429].includes(error.status);

export interface UntilAnsweredOptions {
  signal: AbortSignal;
  log: Logger;
  /** For the log. */
  what: string;
  /** What trying again does not change. Default: refusals. */
  isFinal?: (error: unknown) => boolean;
}

/** Repeats a call for as long as the server, or what stands behind it, is away. Throws only what is final and the signal's reason. */
export async function untilAnswered<T>(call: () => Promise<T>, options: UntilAnsweredOptions): Promise<T> {
  const { signal, log, what, isFinal = isRefusal } = options;
  for (let delay = FIRST_DELAY_MS; ; delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
    try {
      return await call();
    } catch (error) {
      signal.throwIfAborted();
      if (isFinal(error)) throw error;
      if (delay === FIRST_DELAY_MS) log.warn(`${what}: ${(error as Error).message}; trying again until the server is back`);
      await sleep(delay * (0.75 + Math.random() / 2), undefined, { signal });
    }
  }
}
