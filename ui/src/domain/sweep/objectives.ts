import type { Objective } from '../../../../workflows/contracts/sweep.ts';
import type { SweepView, TrialView } from '../../../../workflows/contracts/sweep-api.ts';
import { keysOf } from '../../../../workflows/domain/sweeps/check-space.ts';
import { isResult } from './trial-state.ts';

/** One objective as the pages need it. */
export interface Goal {
  label: string;
  direction: 'min' | 'max';
}

export const objectiveLabel = ({ title, series }: Pick<Objective, 'title' | 'series'>): string =>
  series === '' || series === title ? title : `${title} / ${series}`;

export const directionOf = (sign: Objective['sign']): Goal['direction'] => (sign.startsWith('min') ? 'min' : 'max');

/**
 * What the sweep looks for. Without a definition (Python's optimizer) the number of values says how many objectives there are, and the
 * best trial whether the first one is to be small or large.
 */
export function goalsOf({ spec, best }: Pick<SweepView, 'spec' | 'best'>, trials: TrialView[]): Goal[] {
  if (spec) return spec.objectives.map((one) => ({ label: objectiveLabel(one), direction: directionOf(one.sign) }));
  const count = trials.reduce((most, { values }) => Math.max(most, values.length), 0);
  const greater = trials.some(({ values }) => best !== null && (values[0] ?? best.value) > best.value);
  return Array.from({ length: count }, (_, index) => ({
    label: count === 1 ? 'Objective' : `Objective ${index + 1}`,
    direction: greater ? 'min' : 'max',
  }));
}

/** Names of the parameters that trials have, in the order of the search space. */
export function parameterNames({ spec }: Pick<SweepView, 'spec'>, trials: TrialView[]): string[] {
  const listed = Object.entries(spec?.space ?? {}).flatMap(([name, one]) => keysOf(name, one));
  return [...new Set([...listed, ...trials.flatMap(({ parameters }) => Object.keys(parameters))])];
}

/** Negative when `a` is the better value; what has no value comes last. */
export function compareValues(a: number | null | undefined, b: number | null | undefined, { direction }: Goal): number {
  const hasA = typeof a === 'number';
  const hasB = typeof b === 'number';
  if (!hasA || !hasB) return Number(hasB) - Number(hasA);
  return direction === 'min' ? a - b : b - a;
}

export interface TrialPoint {
  trial: TrialView;
  /** Milliseconds since the epoch. */
  ended: number;
  value: number;
}

/** Trials whose figures count, in the order in which they ended. */
export function resultPoints(trials: TrialView[], objective: number): TrialPoint[] {
  return trials
    .filter(isResult)
    .flatMap((trial) => {
      const value = trial.values[objective];
      return trial.ended === null || typeof value !== 'number' ? [] : [{ trial, ended: Date.parse(trial.ended), value }];
    })
    .sort((a, b) => a.ended - b.ended);
}

/** The points at which a better value came than all before, among trials that were not cut short. */
export function bestSoFar(points: TrialPoint[], goal: Goal): TrialPoint[] {
  const steps: TrialPoint[] = [];
  for (const point of points) {
    if (point.trial.state !== 'completed') continue;
    const last = steps[steps.length - 1];
    if (!last || compareValues(point.value, last.value, goal) < 0) steps.push(point);
  }
  return steps;
}
