import { condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { TaskWorkflowInput } from './contracts/task-workflow.ts';
import { server } from './server.ts';
import type { TaskWorkflowState } from './task-workflow.ts';

/**
 * Follows an attempt that a stock agent or the user's own process runs and reports: ends when the record says so, or when
 * its runner has been silent for too long.
 */
export async function followExternalRun(input: TaskWorkflowInput, state: TaskWorkflowState): Promise<string> {
  const run = { taskId: input.taskId, attempt: input.attempt };
  for (;;) {
    const seen = state.recordChanges;
    const view = await server.viewExternalRun(run);
    if (view.over) return 'reported';
    const lostAfterMs = view.local ? input.localLostAfterMs : input.stockLostAfterMs;
    if (view.silentMs > lostAfterMs) {
      await server.loseExternalRun(run);
      return 'lost';
    }
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<(input: TaskWorkflowInput) => Promise<string>>({
        ...input,
        ...(state.claim ? { claim: state.claim } : {}),
      });
    }
    await condition(() => state.recordChanges > seen || state.stop !== null, lostAfterMs / 3);
    if (state.stop !== null) state.stop = null;
  }
}
