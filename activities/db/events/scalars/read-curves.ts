import type { Em } from '../../orm.ts';
import { planCurves } from './curve-plan.ts';
import { type CurvePoints, readExtremes, readPoints } from './curve-points.ts';
import { type CurveSeries, type MetricFilter, readCurveSeries } from './curve-series.ts';

export interface ReadCurvesInput {
  /** Ids of tasks, or of models when `ofModel`. */
  owners: string[];
  ofModel?: boolean;
  /** Only these; all when empty. */
  metrics?: MetricFilter[];
  /** First and last iteration, or millisecond since the epoch when `by` is `timestamp`. */
  range?: { by: 'iter' | 'timestamp'; from: number; to: number };
  /** The most points that a curve is drawn with; 0 for all. */
  samples: number;
}

export interface Curve extends CurvePoints {
  owner: string;
  metric: string;
  variant: string;
  /** Points of the whole curve, whatever part is read. */
  count: number;
  /** Least and greatest value that was ever reported to it. */
  min: number | null;
  max: number | null;
}

/**
 * Reads curves by rising iteration, without single values. A curve with more points than `samples` is cut into equal
 * stretches of iterations, of which the least and the greatest value remain, and its first and last point.
 */
export async function readCurves(em: Em, input: ReadCurvesInput): Promise<Curve[]> {
  const all = await readCurveSeries(em, input);
  const plan = planCurves(all, { samples: input.samples, stretches: Math.floor((input.samples - 2) / 2) });
  const [points, extremes] = [await readPoints(em, plan.whole), await readExtremes(em, plan)];
  return all.flatMap((series) => {
    const read = points.get(series.id) ?? extremes.get(series.id);
    return read ? [curveOf(series, atMost(read, input.samples))] : [];
  });
}

/** Fewer than four points cannot hold all of the first, last, least and greatest. */
function atMost(points: CurvePoints, samples: number): CurvePoints {
  if (samples === 0 || points.iter.length <= samples) return points;
  return { iter: points.iter.slice(-samples), at: points.at.slice(-samples), value: points.value.slice(-samples) };
}

const curveOf = ({ owner, metric, variant, total, min_value, max_value }: CurveSeries, points: CurvePoints): Curve => ({
  owner,
  metric,
  variant,
  count: total,
  min: min_value,
  max: max_value,
  ...points,
});
