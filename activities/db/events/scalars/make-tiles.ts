import type { CurvePoints } from './curve-points.ts';
import type { GrowingSeries } from './find-series.ts';
import type { Tiling } from './tile-plan.ts';

/** A row of `scalar_tiles`. */
export interface Tile {
  series: number;
  tile: number;
  finite: number;
  sum: number;
  min_value: number | null;
  min_iter: number | null;
  min_at: number | null;
  max_value: number | null;
  max_iter: number | null;
  max_at: number | null;
  [column: string]: number | null;
}

/** As large as a summand may be: a sum of finite numbers stays finite. */
const LARGEST_SUMMAND = 1e300;

/** The tiles that the points of a batch fall into, as far as the tiles of the series reach: of these points and of those stored before. */
export function makeTiles({ id, points }: GrowingSeries, { shift, tiledTo }: Tiling, stored: CurvePoints | undefined): Tile[] {
  if (shift === null || tiledTo === null) return [];
  const width = 2 ** shift;
  const end = tiledTo * width;
  const values = new Map<number, { value: number; at: number }>();
  stored?.iter.forEach((iter, index) => {
    values.set(iter, { value: stored.value[index] ?? Number.NaN, at: stored.at[index]! });
  });
  for (const { iter, value, at } of points) if (iter < end) values.set(iter, { value, at });
  const tiles = new Map<number, Tile>();
  for (const [iter, { value, at }] of values) {
    const tile = Math.floor(iter / width);
    const row = tiles.get(tile) ?? emptyTile(id, tile);
    tiles.set(tile, row);
    if (Number.isFinite(value)) addPoint(row, { iter, value, at });
  }
  return [...tiles.values()];
}

function addPoint(tile: Tile, { iter, value, at }: { iter: number; value: number; at: number }): void {
  tile.finite += 1;
  tile.sum += Math.max(-LARGEST_SUMMAND, Math.min(LARGEST_SUMMAND, value));
  if (isBetter(tile.min_value, tile.min_iter, value, iter)) {
    tile.min_value = value;
    tile.min_iter = iter;
    tile.min_at = at;
  }
  if (isBetter(negated(tile.max_value), tile.max_iter, -value, iter)) {
    tile.max_value = value;
    tile.max_iter = iter;
    tile.max_at = at;
  }
}

/** Less than the least value so far, or as little at an earlier iteration. */
function isBetter(least: number | null, leastIter: number | null, value: number, iter: number): boolean {
  return least === null || leastIter === null || value < least || (value === least && iter < leastIter);
}

const negated = (value: number | null): number | null => (value === null ? null : -value);

const emptyTile = (series: number, tile: number): Tile => ({
  series,
  tile,
  finite: 0,
  sum: 0,
  min_value: null,
  min_iter: null,
  min_at: null,
  max_value: null,
  max_iter: null,
  max_at: null,
});
