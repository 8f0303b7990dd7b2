import { proxyLocalActivities } from '@temporalio/workflow';
import type { ServerActivities } from './contracts/server-activities.ts';

/**
 * Activities that touch Postgres: short, idempotent, repeated for as long as Postgres is away. Local ones, run by the
 * orchestrator within the workflow task at hand: a task needs several, and a round through a task queue costs ten times more.
 */
export const server = proxyLocalActivities<ServerActivities>({
  startToCloseTimeout: '20 seconds',
  localRetryThreshold: '10 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
});
