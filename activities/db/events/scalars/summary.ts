export interface Point {
  iter: number;
  value: number;
  /** Milliseconds since the epoch. */
  at: number;
}

/**
 * The running summary of all that was reported to a curve, in the columns of `series`. As in ClearML, a value counts
 * although a later one of the same iteration has replaced it on the curve.
 */
export interface Summary {
  count: number;
  /** Values that are neither NaN nor infinite: only these have a sum, a minimum and a maximum. */
  finite: number;
  sum: number;
  /** Lowest iteration, and its newest value. */
  first_iter: number | null;
  first_value: number | null;
  /** Highest iteration, its newest value, and when that was. */
  iter: number | null;
  value: number | null;
  at: number | null;
  min_iter: number | null;
  min_value: number | null;
  max_iter: number | null;
  max_value: number | null;
}

/** The summary with further points, in the order in which they were reported. */
export function withPoints(summary: Summary, points: readonly Point[]): Summary {
  const next = { ...summary };
  for (const point of points) addPoint(next, point);
  return next;
}

function addPoint(summary: Summary, { iter, value, at }: Point): void {
  summary.count += 1;
  if (summary.first_iter === null || iter <= summary.first_iter) {
    summary.first_iter = iter;
    summary.first_value = value;
  }
  if (summary.iter === null || iter >= summary.iter) {
    summary.iter = iter;
    summary.value = value;
    summary.at = at;
  }
  if (Number.isFinite(value)) addFinite(summary, iter, value);
}

function addFinite(summary: Summary, iter: number, value: number): void {
  summary.finite += 1;
  summary.sum += value;
  if (summary.min_value === null || value < summary.min_value) {
    summary.min_value = value;
    summary.min_iter = iter;
  }
  if (summary.max_value === null || value > summary.max_value) {
    summary.max_value = value;
    summary.max_iter = iter;
  }
}
