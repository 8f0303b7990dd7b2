import { CancellationScope, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { ControllerActivities } from '../contracts/controller.ts';
import type { PipelineActivities } from '../contracts/pipeline-activities.ts';
import { type DefinitionActivities, definitionTaskQueue, HOOK_FAILURES } from '../contracts/pipeline-hooks.ts';

type ServerActivities = PipelineActivities & ControllerActivities;

const local = proxyLocalActivities<ServerActivities>({
  startToCloseTimeout: '60 seconds',
  localRetryThreshold: '10 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
});

/**
 * Postgres: short and idempotent, within the workflow task at hand. One after the other, and to its end: how many local activities
 * resolve together is not in the history, so a replay could see another order of two that run side by side.
 */
export const server = new Proxy({} as ServerActivities, {
  get: (_, name: keyof ServerActivities & string) => (input: never) =>
    inOrder(() => (local[name] as (input: never) => Promise<unknown>)(input)),
});

let last: Promise<unknown> = Promise.resolve();

function inOrder<T>(call: () => Promise<T>): Promise<T> {
  const result = CancellationScope.nonCancellable(() => last.then(call));
  last = result.catch(() => {});
  return result;
}

/** How long a call may wait to be taken before people are told that no worker is there. */
const TAKEN_WITHIN = '5 seconds';
/** After that it waits on; asked anew from time to time, so that nothing waits for ever on a time-out of Temporal's own. */
const ASKED_ANEW_AFTER = '10 minutes';

/** The definition's worker. `patient` when it is known to be away. */
export function definition({ project, name }: { project: string; name: string }, { patient }: { patient: boolean }) {
  return proxyActivities<DefinitionActivities>({
    taskQueue: definitionTaskQueue(project, name),
    scheduleToStartTimeout: patient ? ASKED_ANEW_AFTER : TAKEN_WITHIN,
    startToCloseTimeout: '30 days',
    heartbeatTimeout: '15 seconds',
    retry: {
      initialInterval: '500 milliseconds',
      backoffCoefficient: 2,
      maximumInterval: '10 seconds',
      nonRetryableErrorTypes: [HOOK_FAILURES.FAILED],
    },
  });
}
