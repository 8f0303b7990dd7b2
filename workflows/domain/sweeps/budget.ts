import type { SweepLimits } from './spec.ts';

/** Share of each limit that is used up, 0 to 1; null where there is none. */
export interface Budget {
  trials: number | null;
  iterations: number | null;
  computeTime: number | null;
  wallClock: number | null;
}

export interface BudgetUse {
  /** Trials that have ended. */
  ended: number;
  /** Iterations of all trials together. */
  iterations: number;
  computeMs: number;
  wallClockMs: number;
}

/** The iterations that a sweep may use in all are those of one trial, times the trials. */
export function budgetOf(limits: SweepLimits, used: BudgetUse): Budget {
  const iterations = limits.maxTrials === null || limits.maxIterations === null ? null : limits.maxTrials * limits.maxIterations;
  return {
    trials: share(used.ended, limits.maxTrials),
    iterations: share(used.iterations, iterations),
    computeTime: share(used.computeMs, limits.computeTimeMs),
    wallClock: share(used.wallClockMs, limits.wallClockMs),
  };
}

const share = (used: number, limit: number | null): number | null =>
  limit === null ? null : Math.min(1, Math.max(0, used / limit));
