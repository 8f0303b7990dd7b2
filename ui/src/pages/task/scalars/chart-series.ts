import type { ScalarSeries } from '../../../api/types.ts';
import { seriesColor } from '../../../components/chart/palette.ts';
import type { ChartSeries } from '../../../components/chart/types.ts';
import { smooth } from '../../../domain/smooth.ts';

/** With more curves than this their bands would only hide each other. */
const MOST_BANDS = 30;

export interface ScalarCurve extends ChartSeries {
  /** Key of the series that the curve is drawn from. */
  source: string;
}

export const seriesKey = ({ metric, variant }: ScalarSeries): string => JSON.stringify([metric, variant]);

/**
 * Curves of the series, or of what a zoom fetched for them. Smoothed curves have the plain ones behind them;
 * down-sampled ones a band from the least to the greatest value.
 */
export function chartSeries(
  series: ScalarSeries[],
  zoomed: Map<string, ScalarSeries> | null,
  { smoothing, offset }: { smoothing: number; offset: number },
): ScalarCurve[] {
  const plain = series.map((one, index) => {
    const source = seriesKey(one);
    const { x, y, min, max, count } = zoomed?.get(source) ?? one;
    const banded = count > x.length && series.length <= MOST_BANDS;
    return {
      key: source,
      source,
      label: one.variant || one.metric,
      color: seriesColor(index),
      x: offset === 0 ? x : x.map((value) => value - offset),
      y,
      ...(banded ? { min, max } : {}),
    };
  });
  if (smoothing === 0) return plain;
  return plain.flatMap(({ min: _min, max: _max, ...curve }) => [
    { ...curve, key: `${curve.key}-plain`, faint: true },
    { ...curve, y: smooth(curve.y, smoothing) },
  ]);
}
