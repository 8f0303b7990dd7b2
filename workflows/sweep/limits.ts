import { type Deadlines, deadlinesOf, least } from '../domain/sweeps/deadlines.ts';
import { sweeps } from './server.ts';
import type { SweepState } from './state.ts';

/** Why the sweep's own time is up; null while it is not. */
export function sweepOverdue(state: SweepState): string | null {
  const { sweepMs, sweepReason } = deadlines(state);
  return sweepMs !== null && sweepMs <= 0 ? sweepReason : null;
}

/** Tells trials that had their time to stop. */
export async function stopOverdueTrials(state: SweepState): Promise<void> {
  const { trialTimeMs } = state.limits;
  if (trialTimeMs === null) return;
  const overdue = running(state).filter(({ startedAt, stopping }) => !stopping && startedAt + trialTimeMs <= Date.now());
  if (overdue.length === 0) return;
  await sweeps.stopTrials({
    run: state.run,
    tasks: overdue.map(({ task }) => task),
    verdict: 'time',
    reason: `time limit of one trial: ${trialTimeMs / 1000} s`,
  });
  for (const { task, ...trial } of overdue) {
    if (state.open.has(task)) state.open.set(task, { ...trial, task, stopping: true });
  }
}

/** Milliseconds until a limit is reached; undefined for never. */
export function msUntilLimit(state: SweepState): number | undefined {
  const { sweepMs, trialMs } = deadlines(state);
  const ms = least(sweepMs, trialMs);
  return ms === null ? undefined : Math.max(1, ms);
}

function deadlines(state: SweepState): Deadlines {
  const trials = running(state);
  const { sweepMs, sweepReason } = deadlinesOf(state.limits, usage(state, trials));
  const { trialMs } = deadlinesOf(
    state.limits,
    usage(
      state,
      trials.filter(({ stopping }) => !stopping),
    ),
  );
  return { sweepMs, sweepReason, trialMs };
}

type Running = { task: string; number: number; startedAt: number; stopping: boolean };

const running = (state: SweepState): Running[] =>
  [...state.open.values()].flatMap((trial) => (trial.startedAt === null ? [] : [{ ...trial, startedAt: trial.startedAt }]));

const usage = (state: SweepState, trials: Running[]) => ({
  now: Date.now(),
  sweepStarted: state.startedAt,
  trialsStarted: trials.map(({ startedAt }) => startedAt),
  endedMs: state.endedMs,
});
