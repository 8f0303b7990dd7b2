import { type NativeConnection, Worker } from '@temporalio/worker';
import type { AgentActivities } from '../../workflows/contracts/agent-activities.ts';
import { agentTaskQueue } from '../../workflows/contracts/names.ts';

export interface StageWorkerInput {
  connection: NativeConnection;
  namespace: string;
  /** Worker id of the agent. */
  worker: string;
  slots: number;
  activities: AgentActivities;
}

/** Room for runs that came in spite of full slots, only to be given back. */
const SPARE_ACTIVITIES = 10;

/** Serves the stages of the agent's own runs. */
export function createStageWorker({ connection, namespace, worker, slots, activities }: StageWorkerInput): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue: agentTaskQueue(worker),
    identity: worker,
    activities: { ...activities },
    maxConcurrentActivityTaskExecutions: slots + SPARE_ACTIVITIES,
    activityTaskPollerBehavior: { type: 'simple-maximum', maximum: slots > 1 ? 5 : 2 },
    // A heartbeat brings the answer that a stop was requested.
    maxHeartbeatThrottleInterval: '1 second',
    defaultHeartbeatThrottleInterval: '1 second',
    shutdownForceTime: '15 seconds',
  });
}
