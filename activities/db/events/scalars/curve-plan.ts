import type { CurveSeries } from './curve-series.ts';

/** `count` stretches of `width` iterations, or tiles, from `low` on; the last ends with `high`. */
export interface Stretches {
  series: number;
  low: number;
  high: number;
  width: number;
  count: number;
  [column: string]: number;
}

export interface CurvePlan {
  /** Curves whose every point is read. */
  whole: CurveSeries[];
  /** Curves that are thinned out. */
  thinned: CurveSeries[];
  /** Where the least and greatest point is looked for. */
  points: Stretches[];
  tiles: Stretches[];
}

/** Decides how each curve is read: whole when it has at most `samples` points, else in so many stretches. */
export function planCurves(all: CurveSeries[], { samples, stretches }: { samples: number; stretches: number }): CurvePlan {
  const isWhole = ({ count }: CurveSeries) => samples === 0 || count <= samples;
  const thinned = all.filter((series) => !isWhole(series));
  const plans = thinned.map(
    (series) => planTiles(series, stretches) ?? { tiles: [], points: [cut(series, Math.max(stretches, 1))] },
  );
  return {
    whole: all.filter(isWhole),
    thinned,
    points: plans.flatMap((plan) => plan.points),
    tiles: plans.flatMap((plan) => plan.tiles),
  };
}

/** Uses the tiles when there are enough of them to draw as fine a curve; what is before and behind them is read by points. */
function planTiles(
  { id, low, high, tileShift, tiledTo }: CurveSeries,
  stretches: number,
): Pick<CurvePlan, 'points' | 'tiles'> | null {
  if (tileShift === null) return null;
  const width = 2 ** tileShift;
  const first = Math.ceil(low / width);
  const end = Math.min(tiledTo, Math.floor((high + 1) / width));
  const between = stretches - 2;
  if (between < 1 || end - first < between) return null;
  const edges = [
    { low, high: first * width - 1 },
    { low: end * width, high },
  ];
  return {
    tiles: [cut({ id, low: first, high: end - 1 }, between)],
    points: edges.filter((edge) => edge.low <= edge.high).map((edge) => cut({ id, ...edge }, 1)),
  };
}

function cut({ id, low, high }: { id: number; low: number; high: number }, stretches: number): Stretches {
  const width = Math.ceil((high - low + 1) / stretches);
  return { series: id, low, high, width, count: Math.ceil((high - low + 1) / width) };
}
