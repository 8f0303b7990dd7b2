import type { SweepLimits } from '../../../../workflows/contracts/sweep.ts';
import { durationText, parseDuration } from '../duration-text.ts';

/** The limits of a sweep as texts of a form; an empty one says no limit. */
export interface LimitDrafts {
  maxTrials: string;
  maxConcurrent: string;
  maxIterations: string;
  minIterations: string;
  trialTimeMs: string;
  computeTimeMs: string;
  wallClockMs: string;
  keepTop: string;
}

export const LIMIT_LABELS: Record<keyof LimitDrafts, { label: string; hint: string }> = {
  maxTrials: { label: 'Trials in all', hint: 'Empty: no limit' },
  maxConcurrent: { label: 'At a time', hint: 'Trials that wait or run together' },
  maxIterations: { label: 'Iterations of a trial', hint: 'Empty: no limit' },
  minIterations: { label: 'Iterations before pruning', hint: 'No trial is pruned earlier' },
  trialTimeMs: { label: 'Time of a trial', hint: 'Such as 30 min or 2 h; empty: no limit' },
  computeTimeMs: { label: 'Compute time in all', hint: 'Of all trials together' },
  wallClockMs: { label: 'Time of the sweep', hint: 'Wall clock from its start' },
  keepTop: { label: 'Keep the best', hint: 'The others are archived at the end; empty: keep all' },
};

export const DEFAULT_LIMITS: SweepLimits = {
  maxTrials: 20,
  maxConcurrent: 2,
  maxIterations: null,
  minIterations: 0,
  trialTimeMs: null,
  computeTimeMs: null,
  wallClockMs: null,
};

export function limitDrafts(limits: SweepLimits, keepTop: number | null): LimitDrafts {
  const count = (value: number | null) => (value === null ? '' : String(value));
  return {
    maxTrials: count(limits.maxTrials),
    maxConcurrent: count(limits.maxConcurrent),
    maxIterations: count(limits.maxIterations),
    minIterations: count(limits.minIterations),
    trialTimeMs: durationText(limits.trialTimeMs),
    computeTimeMs: durationText(limits.computeTimeMs),
    wallClockMs: durationText(limits.wallClockMs),
    keepTop: count(keepTop),
  };
}

export type LimitProblems = Partial<Record<keyof LimitDrafts, string>>;

export interface LimitReading {
  limits: SweepLimits;
  keepTop: number | null;
  problems: LimitProblems;
}

/** What the form says, and by field what is wrong with it. */
export function readLimits(drafts: LimitDrafts): LimitReading {
  const problems: LimitProblems = {};
  const count = (field: keyof LimitDrafts, least: number): number | null => {
    const text = drafts[field].trim();
    if (text === '') return null;
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= least) return value;
    problems[field] = `"${text}" is not a whole number from ${least} up`;
    return null;
  };
  const time = (field: keyof LimitDrafts): number | null => {
    const value = parseDuration(drafts[field]);
    if (value !== undefined && value !== 0) return value;
    problems[field] = `"${drafts[field]}" is not a time such as 90 s, 30 min or 2 h`;
    return null;
  };
  const maxConcurrent = count('maxConcurrent', 1);
  if (maxConcurrent === null) problems.maxConcurrent ??= 'How many trials may run at a time?';
  const limits: SweepLimits = {
    maxTrials: count('maxTrials', 1),
    maxConcurrent: maxConcurrent ?? 1,
    maxIterations: count('maxIterations', 1),
    minIterations: count('minIterations', 0) ?? 0,
    trialTimeMs: time('trialTimeMs'),
    computeTimeMs: time('computeTimeMs'),
    wallClockMs: time('wallClockMs'),
  };
  if (limits.maxIterations !== null && limits.minIterations > limits.maxIterations)
    problems.minIterations ??= `More than the ${limits.maxIterations} iterations that a trial may have`;
  return { limits, keepTop: count('keepTop', 1), problems };
}

/** What a form changed against the limits in force. */
export function changedLimits(
  before: { limits: SweepLimits; keepTop: number | null },
  { limits, keepTop }: LimitReading,
): { limits?: Partial<SweepLimits>; keepTop?: number | null } {
  const keys = (Object.keys(limits) as (keyof SweepLimits)[]).filter((key) => limits[key] !== before.limits[key]);
  return {
    ...(keys.length > 0 ? { limits: Object.fromEntries(keys.map((key) => [key, limits[key]])) } : {}),
    ...(keepTop === before.keepTop ? {} : { keepTop }),
  };
}
