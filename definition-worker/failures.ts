import { ApplicationFailure, CancelledFailure, type Context } from '@temporalio/activity';
import { ServerUnreachableError } from '../sdk/api-error.ts';
import { HOOK_FAILURES } from '../workflows/contracts/pipeline-hooks.ts';

/** The definition of this worker has no such callback. Another worker, started later, may. */
export function missing(what: string): ApplicationFailure {
  return ApplicationFailure.retryable(`the worker's definition has ${what} no longer`, HOOK_FAILURES.MISSING);
}

/** It travels through Temporal's history. */
const LONGEST_MESSAGE = 4_000;

/** What Temporal is told of an error: whether it is worth another try. */
export function toFailure(error: unknown, activity: Context): Error {
  if (activity.cancellationSignal.aborted) {
    // Whoever lets go because the worker ends is followed by the next one.
    if (activity.cancellationDetails?.cancelRequested) return new CancelledFailure('the call was cancelled');
    return ApplicationFailure.retryable('the worker was told to end', 'WorkerEnded');
  }
  if (error instanceof ApplicationFailure) return error;
  if (error instanceof ServerUnreachableError) return ApplicationFailure.retryable(error.message, HOOK_FAILURES.UNREACHABLE);
  const message = error instanceof Error ? error.message : String(error);
  return ApplicationFailure.nonRetryable(message.slice(0, LONGEST_MESSAGE), HOOK_FAILURES.FAILED);
}
