import { CancellationScope, defineSignal, isCancellation, setHandler } from '@temporalio/workflow';
import type { RunRef } from './contracts/run.ts';
import { type StopRequestedSignal, TASK_SIGNALS } from './contracts/task-workflow.ts';
import { server } from './pipeline/activities.ts';
import { CallbackFailed, callDefinition } from './pipeline/call-definition.ts';
import { createState } from './pipeline/state.ts';

export const stopFunctionSignal = defineSignal<[StopRequestedSignal]>(TASK_SIGNALS.stopRequested);

/** One attempt of a step that is a function of the definition. */
export interface FunctionWorkflowInput {
  run: RunRef;
  pipeline: { project: string; name: string; version: string };
  node: string;
  task: string;
  attempt: number;
}

/** Has the definition's worker run the function, and writes its end and its results into the step's task. */
export async function functionWorkflow(input: FunctionWorkflowInput): Promise<string> {
  const { run, node, task, attempt } = input;
  const state = { ...createState(run, {}), pipeline: input.pipeline };
  let stop: string | null = null;
  setHandler(stopFunctionSignal, ({ reason }) => {
    stop ??= reason;
    state.calls.scope.cancel();
  });
  const finish = (end: Parameters<typeof server.finishFunction>[0]['end']) =>
    CancellationScope.nonCancellable(() => server.finishFunction({ run, node, task, attempt, end }));
  try {
    const call = await server.describeFunction({ run, node, task, attempt });
    if (call === null) return 'superseded';
    const answer = await state.calls.scope.run(() =>
      callDefinition(state, { node, hook: 'the function' }, (worker) => worker.runFunction(call)),
    );
    await finish({ status: 'completed', ...answer });
    return 'completed';
  } catch (error) {
    if (error instanceof CallbackFailed) await finish({ status: 'failed', reason: error.message });
    else if (isCancellation(error)) await finish({ status: 'stopped', reason: stop ?? 'cancelled' });
    else throw error;
    return 'ended';
  }
}
