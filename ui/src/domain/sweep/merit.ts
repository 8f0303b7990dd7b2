import type { TrialView } from '../../../../workflows/contracts/sweep-api.ts';
import { compareValues, type Goal } from './objectives.ts';
import { isResult } from './trial-state.ts';

/** Trials whose figures count, the worst first, with their merit by rank: 0 for the worst, 1 for the best. */
export function byMerit(trials: TrialView[], goal: Goal | undefined, objective = 0): { trial: TrialView; merit: number }[] {
  const results = trials.filter(isResult);
  if (goal) results.sort((a, b) => compareValues(b.values[objective], a.values[objective], goal));
  return results.map((trial, index) => ({ trial, merit: results.length === 1 ? 1 : index / (results.length - 1) }));
}
