import type { SweepLimits } from './spec.ts';

/** What a sweep has used up. Times in milliseconds since the epoch. */
export interface Usage {
  now: number;
  sweepStarted: number;
  /** When each running trial was started; those told to stop already are left out. */
  trialsStarted: readonly number[];
  /** Run time of the trials that have ended. */
  endedMs: number;
}

export interface Deadlines {
  /** Milliseconds until the wall clock or the compute time of the sweep is used up; null for never. */
  sweepMs: number | null;
  sweepReason: string | null;
  /** Milliseconds until the oldest running trial has had its time. */
  trialMs: number | null;
}

/** When the next limit in time is reached, if everything goes on as it does. Zero or less: now. */
export function deadlinesOf(limits: SweepLimits, usage: Usage): Deadlines {
  const wall = limits.wallClockMs === null ? null : usage.sweepStarted + limits.wallClockMs - usage.now;
  const compute = computeMsLeft(limits, usage);
  const sweepMs = least(wall, compute);
  const oldest = usage.trialsStarted.length === 0 ? null : Math.min(...usage.trialsStarted);
  return {
    sweepMs,
    sweepReason: sweepMs === null ? null : sweepMs === wall ? 'time limit of the sweep' : 'compute time limit',
    trialMs: limits.trialTimeMs === null || oldest === null ? null : oldest + limits.trialTimeMs - usage.now,
  };
}

/** All running trials use the rest up together. */
function computeMsLeft({ computeTimeMs }: SweepLimits, { now, trialsStarted, endedMs }: Usage): number | null {
  if (computeTimeMs === null) return null;
  const left = computeTimeMs - endedMs - trialsStarted.reduce((sum, started) => sum + Math.max(0, now - started), 0);
  if (left <= 0) return 0;
  return trialsStarted.length === 0 ? null : Math.ceil(left / trialsStarted.length);
}

/** The sooner of two; null is never. */
export function least(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.min(a, b);
}
