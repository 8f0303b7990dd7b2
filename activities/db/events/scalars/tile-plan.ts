import { SINGLE_VALUE } from '../event-batch.ts';
import type { GrowingSeries } from './find-series.ts';

/** A curve shorter than this is read point by point. */
const TILES_FROM = 1024;
/** Points that a tile shall hold. */
const POINTS_PER_TILE = 32;
const FIRST_ITERATION = -(2 ** 53);

/** Tiles to be made, as iterations from `low` up to and without `high`. */
export interface TileRange {
  series: number;
  shift: number;
  low: number;
  high: number;
  [column: string]: number;
}

/** How far the tiles of a series reach afterwards. */
export interface TileFrontier {
  series: number;
  shift: number;
  tiledTo: number;
  [column: string]: number;
}

export interface TilePlan {
  ranges: TileRange[];
  frontier: TileFrontier | null;
}

/** Which tiles must be made anew after the points of a batch are stored: those completed by it, and those it came late for. */
export function planTiles(series: GrowingSeries): TilePlan {
  const { id, points, summary } = series;
  const last = Math.max(summary.iter ?? FIRST_ITERATION, points.at(-1)!.iter);
  const shift = series.tileShift ?? chooseShift(series, last);
  if (shift === null) return { ranges: [], frontier: null };
  const tiledTo = Math.floor(last / 2 ** shift);
  const before = series.tiledTo;
  if (before === null) {
    return {
      ranges: [{ series: id, shift, low: FIRST_ITERATION, high: tiledTo * 2 ** shift }],
      frontier: { series: id, shift, tiledTo },
    };
  }
  const late = [...new Set(points.map((point) => Math.floor(point.iter / 2 ** shift)))].filter((tile) => tile < before);
  const ranges = late.map((tile) => ({ series: id, shift, low: tile * 2 ** shift, high: (tile + 1) * 2 ** shift }));
  if (tiledTo === before) return { ranges, frontier: null };
  ranges.push({ series: id, shift, low: before * 2 ** shift, high: tiledTo * 2 ** shift });
  return { ranges, frontier: { series: id, shift, tiledTo } };
}

/** The width of a tile follows how densely the curve is reported when it grows long; null while it is short. */
function chooseShift({ summary, points }: GrowingSeries, last: number): number | null {
  const count = summary.count + points.length;
  if (count < TILES_FROM) return null;
  const lowest = Math.min(summary.first_iter ?? points[0]!.iter, points[0]!.iter);
  const span = last - (lowest === SINGLE_VALUE ? 0 : lowest) + 1;
  return Math.max(0, Math.round(Math.log2((span / count) * POINTS_PER_TILE)));
}
