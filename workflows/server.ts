import { proxyActivities } from '@temporalio/workflow';
import { ORCHESTRATOR_TASK_QUEUE } from './contracts/names.ts';
import type { ServerActivities } from './contracts/server-activities.ts';

/** Activities that touch Postgres: short, idempotent, repeated for as long as Postgres is away. */
export const server = proxyActivities<ServerActivities>({
  taskQueue: ORCHESTRATOR_TASK_QUEUE,
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
});
