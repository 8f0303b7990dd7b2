import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { valuesTable } from '../../values-table.ts';
import { readPoints } from './curve-points.ts';
import type { GrowingSeries } from './find-series.ts';
import { makeTiles, type Tile } from './make-tiles.ts';
import { planTiles, type Tiling } from './tile-plan.ts';

const COLUMNS = {
  series: 'int',
  tile: 'bigint',
  finite: 'int',
  sum: 'double precision',
  min_value: 'double precision',
  min_iter: 'bigint',
  min_at: 'bigint',
  max_value: 'double precision',
  max_iter: 'bigint',
  max_at: 'bigint',
} as const satisfies Record<keyof Tile, string>;

const NAMES = sql.raw(Object.keys(COLUMNS).join(', '));
const REPLACEMENTS = sql.raw(
  Object.keys(COLUMNS)
    .map((name) => `${name} = excluded.${name}`)
    .join(', '),
);

/**
 * Stores the tiles that the points of a batch complete or change, before the points themselves are stored: most of what is
 * in a tile comes with the batch, and only the rest is read. Answers how far the tiles reach now, by the id of the series.
 */
export async function storeTiles(em: Em, all: GrowingSeries[]): Promise<Map<number, Tiling>> {
  const plans = all.map((series) => ({ series, ...planTiles(series) }));
  const stored = await readPoints(
    em,
    plans.flatMap(({ ranges }) => ranges),
  );
  const tiles = plans.flatMap(({ series, ranges, tiling }) =>
    ranges.length > 0 ? makeTiles(series, tiling, stored.get(series.id)) : [],
  );
  if (tiles.length > 0) await write(em, tiles);
  return new Map(plans.map(({ series, tiling }) => [series.id, tiling]));
}

async function write(em: Em, tiles: Tile[]): Promise<void> {
  await query(
    em,
    sql`insert into scalar_tiles (${NAMES}) select * from ${valuesTable(tiles, COLUMNS)}
      on conflict (series, tile) do update set ${REPLACEMENTS}`,
  );
}
