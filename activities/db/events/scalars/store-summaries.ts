import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { valuesTable } from '../../values-table.ts';
import type { GrowingSeries } from './find-series.ts';
import { withPoints } from './summary.ts';
import type { Tiling } from './tile-plan.ts';

const COLUMNS = {
  id: 'int',
  points: 'int',
  tile_shift: 'int',
  tiled_to: 'bigint',
  count: 'int',
  finite: 'int',
  sum: 'double precision',
  first_iter: 'bigint',
  first_value: 'double precision',
  iter: 'bigint',
  value: 'double precision',
  at: 'bigint',
  min_iter: 'bigint',
  min_value: 'double precision',
  max_iter: 'bigint',
  max_value: 'double precision',
} as const satisfies Record<string, string>;

const ASSIGNMENTS = Object.keys(COLUMNS)
  .filter((name) => name !== 'id')
  .map((name) => `${name} = u.${name}`)
  .join(', ');

export interface StoredBatch {
  /** How many points were replaced, by the id of the series. */
  replaced: Map<number, number>;
  tilings: Map<number, Tiling>;
}

/** Brings the series up to date with a stored batch. */
export async function storeSummaries(em: Em, all: GrowingSeries[], { replaced, tilings }: StoredBatch): Promise<void> {
  const rows = all.map(({ id, summary, reported, points, pointCount }) => ({
    id,
    points: pointCount + points.length - (replaced.get(id) ?? 0),
    tile_shift: tilings.get(id)!.shift,
    tiled_to: tilings.get(id)!.tiledTo,
    ...withPoints(summary, reported),
  }));
  await query(
    em,
    sql`update series s set ${sql.raw(ASSIGNMENTS)} from ${valuesTable(rows, COLUMNS)} as u (${sql.raw(Object.keys(COLUMNS).join(', '))})
      where s.id = u.id`,
  );
}
