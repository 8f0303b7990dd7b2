import type { Objective } from './spec.ts';

/** What a curve's summary says; null where nothing finite was reported. `last` may be NaN or infinite. */
export interface CurveSummary {
  last: number | null;
  min: number | null;
  max: number | null;
}

/** The value of a trial: the last one reported, or for a `_global` sign the best ever. Null when nothing was. */
export function objectiveValue({ sign }: Pick<Objective, 'sign'>, { last, min, max }: CurveSummary): number | null {
  if (sign === 'min_global') return min ?? last;
  if (sign === 'max_global') return max ?? last;
  return last;
}

/** Lower is better. */
export const scoreOf = ({ sign }: Pick<Objective, 'sign'>, value: number): number => (sign.startsWith('min') ? value : -value);

/** Whether one trial is at least as good as another in everything, and better in something. All scores are finite. */
export function dominates(one: readonly number[], other: readonly number[]): boolean {
  return one.every((score, i) => score <= (other[i] as number)) && one.some((score, i) => score < (other[i] as number));
}

/** Indices of those that no other dominates, in the order of their first score. */
export function paretoFront(scores: readonly (readonly number[])[]): number[] {
  const order = scores.map((_, i) => i).toSorted((a, b) => compare(scores[a] as number[], scores[b] as number[]));
  const front: number[] = [];
  for (const i of order) {
    if (!front.some((other) => dominates(scores[other] as number[], scores[i] as number[]))) front.push(i);
  }
  return front;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, score] of a.entries()) if (score !== b[i]) return score - (b[i] as number);
  return 0;
}
