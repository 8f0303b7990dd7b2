import { SINGLE_VALUE } from '../event-batch.ts';
import type { GrowingSeries } from './find-series.ts';
import type { Point } from './summary.ts';

/** A curve shorter than this is read point by point. */
const TILES_FROM = 1024;
/** Points that a tile shall hold. */
const POINTS_PER_TILE = 32;
const FIRST_ITERATION = -(2 ** 53);

/** Iterations of tiles to be made, `low` and `high` included. */
export interface TileRange {
  /** Id of the series. */
  id: number;
  low: number;
  high: number;
}

/** How the tiles of a series are cut, and how far they reach; nulls while it is too short for tiles. */
export interface Tiling {
  shift: number | null;
  /** The first tile that is not made. */
  tiledTo: number | null;
}

export interface TilePlan {
  ranges: TileRange[];
  /** Afterwards. */
  tiling: Tiling;
}

/** Which tiles a batch completes, or came late for. */
export function planTiles(series: GrowingSeries): TilePlan {
  const { id, points, summary, tiling } = series;
  const last = Math.max(summary.iter ?? FIRST_ITERATION, points.at(-1)!.iter);
  const shift = tiling.shift ?? chooseShift(series, last);
  if (shift === null) return { ranges: [], tiling };
  const width = 2 ** shift;
  const before = tiling.tiledTo;
  const tiledTo = Math.floor(last / width);
  const late = before === null ? [] : tilesBelow(before, points, width);
  const ranges = late.map((tile) => ({ id, low: tile * width, high: (tile + 1) * width - 1 }));
  if (tiledTo !== before) ranges.push({ id, low: before === null ? FIRST_ITERATION : before * width, high: tiledTo * width - 1 });
  return { ranges, tiling: { shift, tiledTo } };
}

function tilesBelow(end: number, points: Point[], width: number): number[] {
  return [...new Set(points.map((point) => Math.floor(point.iter / width)))].filter((tile) => tile < end);
}

/** The width of a tile follows how densely the curve is reported when it grows long; null while it is short. */
function chooseShift({ summary, points, pointCount }: GrowingSeries, last: number): number | null {
  const count = pointCount + points.length;
  if (count < TILES_FROM) return null;
  const lowest = Math.min(summary.first_iter ?? points[0]!.iter, points[0]!.iter);
  const span = Math.max(count, last - (lowest === SINGLE_VALUE ? 0 : lowest) + 1);
  return Math.max(0, Math.round(Math.log2((span / count) * POINTS_PER_TILE)));
}
