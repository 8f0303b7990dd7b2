import type { RunRef } from './run.ts';
import type { SweepChange, SweepLimits } from './sweep.ts';
import type { StrategyCall } from './sweep-hooks.ts';

/** How new trials are found: at once, by asking Optuna, or by asking the user's own strategy. */
export type StrategyRoute = 'plain' | 'optuna' | 'custom';

/** A trial that waits or runs. */
export interface OpenTrial {
  number: number;
  task: string;
  /** When its run began, in milliseconds since the epoch; null while it waits. */
  startedAt: number | null;
  /** It was told to stop. */
  stopping: boolean;
}

/** What the workflow goes by; the rest stays in Postgres. */
export interface SweepOpening {
  route: StrategyRoute;
  /** Trials are looked at while they run: rungs, a pruner, a limit on iterations. */
  watched: boolean;
  limits: SweepLimits;
  paused: boolean;
  /** No point is left that was not tried. */
  exhausted: boolean;
  /** In milliseconds since the epoch. */
  startedAt: number;
  /** Number of the next trial. */
  next: number;
  open: OpenTrial[];
  /** Run time of the trials that have ended, in milliseconds. */
  endedMs: number;
}

export interface NewTrial {
  number: number;
  /** A point that somebody else has chosen; null leaves it to the strategy. */
  parameters: Record<string, unknown> | null;
  byHand: boolean;
}

/** Activities of sweeps that only touch Postgres. Each is idempotent. */
export interface SweepActivities {
  /**
   * Reads where the sweep stands, and looks at all its open trials.
   * Fails with `SweepRefused` when it cannot run as it is defined.
   */
  openSweep(run: RunRef): Promise<SweepOpening>;
  /** Clones and enqueues the trials that were not started before. Fewer come back when no point is left. */
  startTrials(input: { run: RunRef; trials: NewTrial[] }): Promise<{ started: OpenTrial[]; exhausted: boolean }>;
  /** Writes down how these tasks stand; those that are no trials are left out. */
  settleTrials(input: { run: RunRef; tasks: string[] }): Promise<{ trials: SettledTrial[]; endedMs: number | null }>;
  /** Stops trials that had their time, that a strategy gives up, or all when the sweep ends, and writes down why. */
  stopTrials(input: { run: RunRef; tasks: string[]; verdict: 'time' | 'pruned' | 'ended'; reason: string }): Promise<void>;
  /** Fails with `SweepRefused` when the change does not fit the definition as it stands. */
  changeSweep(input: { run: RunRef; change: SweepChange; by: string }): Promise<ChangedSweep>;
  pauseSweep(input: { run: RunRef; paused: boolean; by: string }): Promise<void>;
  /** Fails with `SweepRefused` for parameters outside the space. */
  checkTrial(input: { run: RunRef; parameters: Record<string, unknown>; number: number; by: string }): Promise<void>;
  /** What a custom strategy is asked. */
  describeCall(input: { run: RunRef; next: number; count: number }): Promise<{ taskQueue: string; call: StrategyCall }>;
  /** Says what the sweep does now, in one line. */
  noteActivity(input: { run: RunRef; activity: string | null }): Promise<void>;
}

export interface SettledTrial extends OpenTrial {
  open: boolean;
}

export interface ChangedSweep extends Pick<SweepOpening, 'limits' | 'watched' | 'endedMs'> {}

export interface SweepReportActivities {
  /** The summary on the controller task: table, parallel coordinates, objective, budget. The final one also puts the rest into the archive. */
  reportSweep(input: { run: RunRef; final: boolean }): Promise<void>;
}

/** Activities that take longer, or live as long as the sweep. */
export interface SweepLongActivities {
  /** Looks at running trials; answers when it has told some to stop, when none runs, or after some minutes. */
  watchTrials(input: { run: RunRef }): Promise<{ stopped: number[] }>;
  /** Makes the environment in which Optuna runs, if it is not there. */
  prepareOptuna(input: { run: RunRef }): Promise<void>;
  /** `startTrials` with points that Optuna suggests. */
  startOptunaTrials(input: { run: RunRef; trials: NewTrial[] }): Promise<{ started: OpenTrial[]; exhausted: boolean }>;
}

/** Type of the failures that no retry mends: the definition, or what was asked, is at fault. */
export const SWEEP_REFUSED = 'SweepRefused';
