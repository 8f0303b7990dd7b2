import { sweeps } from './server.ts';
import type { SweepState } from './state.ts';

/** Looks at the tasks that have changed, until no more come. */
export async function settleChanges(state: SweepState): Promise<void> {
  while (state.changed.size > 0) {
    const tasks = [...state.changed];
    state.changed.clear();
    const { trials, endedMs } = await sweeps.settleTrials({ run: state.run, tasks });
    if (endedMs !== null) state.endedMs = endedMs;
    const open = new Map(trials.filter((trial) => trial.open).map(({ open: _, ...trial }) => [trial.task, trial]));
    for (const task of tasks) {
      const trial = open.get(task);
      if (trial) state.open.set(task, trial);
      else if (state.open.delete(task)) state.ended += 1;
    }
  }
}
