import { ApplicationFailure } from '@temporalio/common';
import { Refusal } from './db/errors.ts';

/**
 * Turns what no retry mends into a failure of that type, with the refusal's own words. Everything else, such as Postgres being away, is
 * left to Temporal's retries.
 */
export async function refusedAs<T>(type: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    throw ApplicationFailure.create({
      type,
      message: cause.message,
      nonRetryable: true,
      details: [{ code: cause.code, field: cause.field }],
    });
  }
}
