import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { ControllerActivities } from '../contracts/controller.ts';
import { HOOK_FAILURES } from '../contracts/pipeline-hooks.ts';
import {
  SWEEP_REFUSED,
  type SweepActivities,
  type SweepLongActivities,
  type SweepReportActivities,
} from '../contracts/sweep-activities.ts';

const retry = { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' } as const;

/** Short rounds to Postgres within the workflow task at hand, repeated for as long as Postgres is away. */
export const sweeps = proxyLocalActivities<SweepActivities>({
  startToCloseTimeout: '60 seconds',
  localRetryThreshold: '10 seconds',
  retry,
});

export const controller = proxyLocalActivities<ControllerActivities>({
  startToCloseTimeout: '60 seconds',
  localRetryThreshold: '10 seconds',
  retry,
});

/** The summary may take a second in a study of thousands: nothing waits for it but the end. */
export const reports = proxyActivities<SweepReportActivities>({ startToCloseTimeout: '5 minutes', retry });

/** A watcher that died with its process is missed within seconds. */
export const watcher = proxyActivities<Pick<SweepLongActivities, 'watchTrials'>>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '15 seconds',
  cancellationType: ActivityCancellationType.TRY_CANCEL,
  retry: { ...retry, maximumInterval: '5 seconds' },
});

/** What no retry mends: what an activity was refused for, and what the user's own strategy threw. */
const FINAL: readonly unknown[] = [SWEEP_REFUSED, HOOK_FAILURES.FAILED];

/** The words of a failure that no retry mends; null for any other error. */
export function refusalOf(error: unknown): string | null {
  const failure = error instanceof ActivityFailure ? error.cause : error;
  return failure instanceof ApplicationFailure && FINAL.includes(failure.type) ? failure.message : null;
}
