import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { valuesTable } from '../../values-table.ts';
import type { GrowingSeries } from './find-series.ts';
import { type Summary, withPoints } from './summary.ts';

const COLUMNS = {
  id: 'int',
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
} as const satisfies Record<'id' | keyof Summary, string>;

const ASSIGNMENTS = Object.keys(COLUMNS)
  .filter((name) => name !== 'id')
  .map((name) => `${name} = u.${name}`)
  .join(', ');

/** Brings the summaries up to date with a stored batch: by its points, or from all points where one was replaced. */
export async function storeSummaries(em: Em, all: GrowingSeries[], replaced: Set<number>): Promise<void> {
  const grown = all.filter((series) => !replaced.has(series.id));
  await write(
    em,
    grown.map(({ id, summary, points }) => ({ id, ...withPoints(summary, points) })),
  );
  await recompute(em, [...replaced]);
}

async function write(em: Em, rows: ({ id: number } & Summary)[]): Promise<void> {
  if (rows.length === 0) return;
  const names = sql.raw(Object.keys(COLUMNS).join(', '));
  await query(
    em,
    sql`update series s set ${sql.raw(ASSIGNMENTS)} from ${valuesTable(rows, COLUMNS)} as u (${names}) where s.id = u.id`,
  );
}

/** Reads tiles as far as they reach, and points from there on. */
async function recompute(em: Em, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  await query(
    em,
    sql`with parts as materialized (
        select series, count, finite, sum, min_value, min_iter, max_value, max_iter from scalar_tiles where series = any(${ids}::int[])
        union all
        select p.series, 1, f.finite::int, case when f.finite then p.value else 0 end,
          case when f.finite then p.value end, p.iter, case when f.finite then p.value end, p.iter
        from series s join scalar_points p on p.series = s.id and p.iter >= coalesce(s.tiled_to << s.tile_shift, ${-(2 ** 53)})
        cross join lateral (select p.value > '-Infinity' and p.value < 'Infinity' as finite) f
        where s.id = any(${ids}::int[])
      ),
      u as (
        select c.*, f.*, l.*, lowest.*, highest.*
        from (select series as id, sum(count) as count, sum(finite) as finite, sum(sum) as sum from parts group by series) c
        cross join lateral (select iter as first_iter, value as first_value from scalar_points where series = c.id order by iter limit 1) f
        cross join lateral (select iter, value, at from scalar_points where series = c.id order by iter desc limit 1) l
        left join lateral (
          select min_iter, min_value from parts where series = c.id and min_value is not null order by min_value, min_iter limit 1
        ) lowest on true
        left join lateral (
          select max_iter, max_value from parts where series = c.id and max_value is not null order by max_value desc, max_iter limit 1
        ) highest on true
      )
      update series s set ${sql.raw(ASSIGNMENTS)} from u where s.id = u.id`,
  );
}
