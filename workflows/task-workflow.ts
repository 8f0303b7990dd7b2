import { condition, defineSignal, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import { SearchAttribute } from './contracts/names.ts';
import type { AttemptEnd } from './contracts/server-activities.ts';
import {
  type ClaimedSignal,
  type QueueChangedSignal,
  type StopRequestedSignal,
  TASK_SIGNALS,
  type TaskWorkflowInput,
} from './contracts/task-workflow.ts';
import { followExternalRun } from './follow-external-run.ts';
import { runOnAgent } from './run-on-agent.ts';

export const claimedSignal = defineSignal<[ClaimedSignal]>(TASK_SIGNALS.claimed);
export const stopRequestedSignal = defineSignal<[StopRequestedSignal]>(TASK_SIGNALS.stopRequested);
export const queueChangedSignal = defineSignal<[QueueChangedSignal]>(TASK_SIGNALS.queueChanged);
export const recordChangedSignal = defineSignal(TASK_SIGNALS.recordChanged);

/** What has been said to the workflow so far. */
export interface TaskWorkflowState {
  claim: ClaimedSignal | null;
  stop: StopRequestedSignal | null;
  /** Raised by every hint that the record moved. */
  recordChanges: number;
}

/**
 * One attempt of one task, from its claim on: runs the stages on the agent that made it (or follows the stock agent that
 * did), and has the end written. The record in Postgres is the truth about the status; this is what happens next.
 */
export async function taskWorkflow(input: TaskWorkflowInput): Promise<string> {
  const state: TaskWorkflowState = { claim: input.claim ?? null, stop: null, recordChanges: 0 };
  setHandler(claimedSignal, (claim) => {
    state.claim ??= claim;
  });
  setHandler(stopRequestedSignal, (stop) => {
    state.stop ??= stop;
  });
  setHandler(queueChangedSignal, ({ queue }) => {
    if (queue !== null) upsertSearchAttributes({ [SearchAttribute.QUEUE]: [queue] });
  });
  setHandler(recordChangedSignal, () => {
    state.recordChanges += 1;
  });

  await condition(() => state.claim !== null || state.stop !== null);
  // Whoever asks a waiting task to stop has taken it out of its queue and written its status.
  if (state.claim === null) return 'cancelled';

  if (!input.marked) upsertSearchAttributes({ [SearchAttribute.STATUS]: ['in_progress'] });
  if (state.claim.kind === 'external') return followExternalRun(input, state);
  return outcomeOf(await runOnAgent(input, state.claim, state));
}

function outcomeOf(end: AttemptEnd): string {
  if (end.kind !== 'executed') return end.kind;
  return end.outcome.kind === 'exited' ? `exit code ${end.outcome.exitCode}` : end.outcome.kind;
}
