import type { TrialState } from '../../../../workflows/contracts/sweep.ts';
import type { TrialView } from '../../../../workflows/contracts/sweep-api.ts';

interface StateLook {
  label: string;
  /** Name of a Mantine colour. */
  color: string;
  /** What the state means, for a tooltip. */
  hint: string;
}

/** How each state of a trial is called and coloured; where a task has the same state it looks the same. */
export const TRIAL_LOOKS: Record<TrialState, StateLook> = {
  completed: { label: 'Completed', color: 'green', hint: 'It ended and reported its objective' },
  pruned: { label: 'Pruned', color: 'grape', hint: 'Stopped early, because others were better at the same iteration' },
  running: { label: 'Running', color: 'blue', hint: 'An agent runs it now' },
  queued: { label: 'Pending', color: 'yellow', hint: 'It waits for an agent' },
  failed: { label: 'Failed', color: 'red', hint: 'Its process failed' },
  aborted: { label: 'Aborted', color: 'orange', hint: 'Somebody, or a limit, stopped it' },
  silent: { label: 'Silent', color: 'gray', hint: 'It completed without ever reporting its objective' },
  invalid: { label: 'Invalid', color: 'pink', hint: 'Its objective was not a finite number' },
};

/** The order in which states are listed: results first, then what is under way, then what went wrong. */
export const STATE_ORDER = Object.keys(TRIAL_LOOKS) as TrialState[];

/** Trials in all, and those that are over. */
export function countTrials(counts: Partial<Record<TrialState, number>>): { all: number; ended: number } {
  const all = STATE_ORDER.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  return { all, ended: all - (counts.queued ?? 0) - (counts.running ?? 0) };
}

/** A trial whose figures count: it is over, did not fail, and every objective has a value. */
export const isResult = ({ state, values }: Pick<TrialView, 'state' | 'values'>): boolean =>
  (state === 'completed' || state === 'pruned') && values.length > 0 && values.every((value) => value !== null);
