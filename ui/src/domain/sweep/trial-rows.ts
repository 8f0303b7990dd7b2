import type { TrialState } from '../../../../workflows/contracts/sweep.ts';
import type { TrialView } from '../../../../workflows/contracts/sweep-api.ts';
import { isGiven, valueText } from '../axis-scale.ts';
import { compareValues, type Goal } from './objectives.ts';
import { isResult, STATE_ORDER } from './trial-state.ts';

export interface TrialSort {
  /** `best`, `number`, `state`, `iteration`, `time`, `value:0`, `parameter:Args/lr`. */
  key: string;
  descending: boolean;
}

export interface TrialFilter {
  text: string;
  states: TrialState[];
  /** Keys of the trials that a brush left; null for all. */
  brushed: ReadonlySet<number> | null;
}

export function filterTrials(trials: TrialView[], { text, states, brushed }: TrialFilter): TrialView[] {
  const wanted = text.trim().toLowerCase();
  return trials.filter(
    (trial) =>
      (states.length === 0 || states.includes(trial.state)) &&
      (brushed === null || brushed.has(trial.number)) &&
      (wanted === '' || searchText(trial).includes(wanted)),
  );
}

const searchText = ({ number, name, reason, parameters }: TrialView): string =>
  [number, name, reason ?? '', ...Object.entries(parameters).map(([key, value]) => `${key}=${valueText(value)}`)]
    .join(' ')
    .toLowerCase();

/** Sorts a copy. The best come first: what completed by the first objective, then what was pruned, then what has no result,
 * newest first. */
export function sortTrials(trials: TrialView[], { key, descending }: TrialSort, goals: Goal[]): TrialView[] {
  if (key === 'best') {
    const sorted = [...trials].sort((a, b) => byMerit(a, b, goals[0]));
    return descending ? sorted : sorted.reverse();
  }
  const read = reader(key);
  const sign = descending ? -1 : 1;
  return [...trials].sort((a, b) => order(read(a), read(b), sign) || a.number - b.number);
}

function byMerit(a: TrialView, b: TrialView, goal: Goal | undefined): number {
  const results = standing(b) - standing(a);
  if (results !== 0 || !goal) return results || b.number - a.number;
  return isResult(a) ? compareValues(a.values[0], b.values[0], goal) || a.number - b.number : b.number - a.number;
}

/** A pruned trial may have been ahead early; it is not the best for that. */
const standing = (trial: TrialView): number => (isResult(trial) ? (trial.state === 'completed' ? 2 : 1) : 0);

function reader(key: string): (trial: TrialView) => unknown {
  if (key.startsWith('value:')) return ({ values }) => values[Number(key.slice('value:'.length))];
  if (key.startsWith('parameter:')) return ({ parameters }) => parameters[key.slice('parameter:'.length)];
  if (key === 'state') return ({ state }) => STATE_ORDER.indexOf(state);
  if (key === 'iteration') return ({ iteration }) => iteration;
  if (key === 'time') return runTimeMs;
  return ({ number }) => number;
}

/** Length of the trial's run so far; null before it has begun. */
export function runTimeMs({ started, ended }: Pick<TrialView, 'started' | 'ended'>): number | null {
  return started === null ? null : (ended === null ? Date.now() : Date.parse(ended)) - Date.parse(started);
}

/** Missing values come last whichever way the column is sorted. */
function order(a: unknown, b: unknown, sign: number): number {
  if (!isGiven(a) || !isGiven(b)) return Number(isGiven(b)) - Number(isGiven(a));
  if (typeof a === 'number' && typeof b === 'number') return (a - b) * sign;
  return valueText(a).localeCompare(valueText(b), undefined, { numeric: true }) * sign;
}
