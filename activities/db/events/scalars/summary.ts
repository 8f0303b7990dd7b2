export interface Point {
  iter: number;
  value: number;
  /** Milliseconds since the epoch. */
  at: number;
}

/** The running summary of a curve, in the columns of `series`. Of several iterations with the least or greatest value it names the first. */
export interface Summary {
  count: number;
  /** Points that are neither NaN nor infinite: only these have a sum, a minimum and a maximum. */
  finite: number;
  sum: number;
  first_iter: number | null;
  first_value: number | null;
  iter: number | null;
  value: number | null;
  at: number | null;
  min_iter: number | null;
  min_value: number | null;
  max_iter: number | null;
  max_value: number | null;
}

/** The summary with further points, none of which replaces one that it knows. */
export function withPoints(summary: Summary, points: readonly Point[]): Summary {
  const next = { ...summary };
  for (const point of points) addPoint(next, point);
  return next;
}

function addPoint(summary: Summary, { iter, value, at }: Point): void {
  summary.count += 1;
  if (summary.first_iter === null || iter < summary.first_iter) Object.assign(summary, { first_iter: iter, first_value: value });
  if (summary.iter === null || iter > summary.iter) Object.assign(summary, { iter, value, at });
  if (Number.isFinite(value)) addFinite(summary, iter, value);
}

function addFinite(summary: Summary, iter: number, value: number): void {
  summary.finite += 1;
  summary.sum += value;
  if (isBefore(value, iter, summary.min_value, summary.min_iter)) Object.assign(summary, { min_value: value, min_iter: iter });
  if (isBefore(-value, iter, negated(summary.max_value), summary.max_iter)) {
    Object.assign(summary, { max_value: value, max_iter: iter });
  }
}

/** Whether a value is less than the least one so far, or as little at an earlier iteration. */
function isBefore(value: number, iter: number, least: number | null, leastIter: number | null): boolean {
  return least === null || leastIter === null || value < least || (value === least && iter < leastIter);
}

const negated = (value: number | null): number | null => (value === null ? null : -value);
