import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { valuesTable } from '../../values-table.ts';
import type { GrowingSeries } from './find-series.ts';

interface PointRow {
  series: number;
  iter: number;
  value: number;
  at: number;
  [column: string]: number;
}

const COLUMNS = { series: 'int', iter: 'bigint', value: 'double precision', at: 'bigint' } as const;

/**
 * Stores the points of a batch; a later point of the same iteration replaces the earlier one.
 * Answers how many it replaced, by the id of the series.
 */
export async function storePoints(em: Em, all: GrowingSeries[]): Promise<Map<number, number>> {
  const fresh: PointRow[] = [];
  const late: PointRow[] = [];
  for (const { id: series, summary, points } of all) {
    const last = summary.iter ?? Number.NEGATIVE_INFINITY;
    for (const { iter, value, at } of points) (iter > last ? fresh : late).push({ series, iter, value, at });
  }
  await addFresh(em, fresh);
  return storeLate(em, late);
}

/** Points behind the last iteration of their series replace none, and need not look for it. */
async function addFresh(em: Em, points: PointRow[]): Promise<void> {
  if (points.length === 0) return;
  await query(em, sql`insert into scalar_points (series, iter, value, at) select * from ${valuesTable(points, COLUMNS)}`);
}

async function storeLate(em: Em, points: PointRow[]): Promise<Map<number, number>> {
  if (points.length === 0) return new Map();
  const rows = await query<{ series: number; replaced: number }>(
    em,
    // An updated row carries the transaction that locked it; an inserted one carries none.
    sql`with stored as (
        insert into scalar_points (series, iter, value, at) select * from ${valuesTable(points, COLUMNS)}
        on conflict (series, iter) do update set value = excluded.value, at = excluded.at
        returning series, xmax <> 0 as replaced
      ) select series, count(*)::int as replaced from stored where replaced group by series`,
  );
  return new Map(rows.map((row) => [row.series, row.replaced]));
}
