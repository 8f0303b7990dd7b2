import { type CancellationScope, isCancellation } from '@temporalio/workflow';
import { watcher } from './server.ts';
import type { SweepState } from './state.ts';

/** Has running trials looked at while there are any: rungs, pruners and the limit on iterations are seen to there. */
export function watchOpenTrials(state: SweepState, scope: CancellationScope): void {
  if (!state.watched || state.watching || state.open.size === 0) return;
  state.watching = true;
  void scope.run(() => watch(state));
}

async function watch(state: SweepState): Promise<void> {
  try {
    await watcher.watchTrials({ run: state.run });
  } catch (error) {
    if (!isCancellation(error)) state.failure ??= { error };
  } finally {
    state.watching = false;
  }
}
