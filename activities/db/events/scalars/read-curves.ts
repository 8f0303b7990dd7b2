import type { Em } from '../../orm.ts';
import { planCurves } from './curve-plan.ts';
import { type CurvePoints, readExtremes, readPoints } from './curve-points.ts';
import { type CurveSeries, type MetricFilter, readCurveSeries } from './curve-series.ts';
import { type CurveTexts, readCurveTexts } from './curve-texts.ts';

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

export interface CurveAsText {
  owner: string;
  metric: string;
  variant: string;
  points: CurvePoints | CurveTexts;
}

/**
 * Reads curves by rising iteration, without single values. A curve with more points than `samples` is cut into equal
 * stretches of iterations, of which the least and the greatest value remain, and its first and last point.
 */
export async function readCurves(em: Em, input: ReadCurvesInput): Promise<Curve[]> {
  const all = await readCurveSeries(em, input);
  const plan = planCurves(all, { samples: input.samples, stretches: stretchesOf(input) });
  const [points, extremes] = [await readPoints(em, plan.whole), await readExtremes(em, plan)];
  return all.flatMap((series) => {
    const read = points.get(series.id) ?? extremes.get(series.id);
    return read ? [curveOf(series, atMost(read, input.samples))] : [];
  });
}

/** `readCurves` with the points of whole curves as text. What is told with them costs less time. */
export async function readCurvesAsText(em: Em, input: Omit<ReadCurvesInput, 'range'>): Promise<CurveAsText[]> {
  const all = await readCurveSeries(em, input);
  const plan = planCurves(all, { samples: input.samples, stretches: stretchesOf(input) });
  const ids = plan.whole.map(({ id }) => id);
  const [texts, extremes] = [await readCurveTexts(em, ids), await readExtremes(em, plan)];
  return all.flatMap(({ id, owner, metric, variant }) => {
    const extreme = extremes.get(id);
    const points = texts.get(id) ?? (extreme && atMost(extreme, input.samples));
    return points ? [{ owner, metric, variant, points }] : [];
  });
}

/** Of each stretch two points remain, beside the first and the last. */
const stretchesOf = ({ samples }: Pick<ReadCurvesInput, 'samples'>): number => Math.floor((samples - 2) / 2);

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
