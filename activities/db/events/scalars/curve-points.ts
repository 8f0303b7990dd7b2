import type { Em } from '../../orm.ts';
import { query, type Sql, sql } from '../../sql.ts';
import { valuesTable } from '../../values-table.ts';
import type { CurvePlan, Stretches } from './curve-plan.ts';
import type { CurveSeries } from './curve-series.ts';
import { FINITE } from './finite.ts';

/** A part of a curve: id of the series, first and last iteration. */
type CurveRange = Pick<CurveSeries, 'id' | 'low' | 'high'>;

/** Points by rising iteration. */
export interface CurvePoints {
  iter: number[];
  /** Milliseconds since the epoch. */
  at: number[];
  /** Null where the value is infinite or not a number. */
  value: (number | null)[];
}

const STRETCHES = { series: 'int', low: 'bigint', high: 'bigint', width: 'bigint', count: 'bigint' } as const;
const RANGES = { id: 'int', low: 'bigint', high: 'bigint' } as const;

/** Every point of some parts of curves, by the id of their series. */
export async function readPoints(em: Em, curves: CurveRange[]): Promise<Map<number, CurvePoints>> {
  if (curves.length === 0) return new Map();
  const rows = curves.map(({ id, low, high }) => ({ id, low, high }));
  // "offset 0" has each range looked up in the index: with outdated statistics Postgres would rather read the whole table.
  return readArrays(
    em,
    sql`select p.series, p.iter, p.at, p.value from ${valuesTable(rows, RANGES)} as r (id, low, high)
      cross join lateral (select * from scalar_points p where p.series = r.id and p.iter between r.low and r.high offset 0) p`,
  );
}

/** The first, last, least and greatest points of the curves that are thinned out. */
export async function readExtremes(em: Em, { thinned, points, tiles }: CurvePlan): Promise<Map<number, CurvePoints>> {
  if (thinned.length === 0) return new Map();
  const sources = [
    ends(thinned),
    ...(points.length > 0 ? [extremePoints(points)] : []),
    ...(tiles.length > 0 ? [extremeTiles(tiles)] : []),
  ];
  return readArrays(em, sql.join(sources, sql` union `));
}

/** Postgres writes the arrays as JSON, which is read much faster than rows. */
async function readArrays(em: Em, points: Sql): Promise<Map<number, CurvePoints>> {
  const rows = await query<CurvePoints & { series: number }>(
    em,
    sql`select p.series, array_to_json(array_agg(p.iter order by p.iter)) as iter, array_to_json(array_agg(p.at order by p.iter)) as at,
        array_to_json(array_agg(case when ${FINITE} then p.value end order by p.iter)) as value
      from (${points}) p group by p.series`,
  );
  return new Map(rows.map(({ series, ...arrays }) => [series, arrays]));
}

/** The first and the last point of each curve. */
export function ends(curves: CurveRange[]): Sql {
  const rows = curves.flatMap(({ id, low, high }) => [
    { id, iter: low },
    { id, iter: high },
  ]);
  return sql`select p.series, p.iter, p.at, p.value from ${valuesTable(rows, { id: 'int', iter: 'bigint' })} as r (id, iter)
    cross join lateral (select * from scalar_points p where p.series = r.id and p.iter = r.iter offset 0) p`;
}

function extremePoints(stretches: Stretches[]): Sql {
  const within = sql`p.series = s.series and p.iter between s.low and s.high and ${FINITE}`;
  return sql`select s.series, e.iter, e.at, e.value from (${eachStretch(stretches)}) s cross join lateral (
      (select p.iter, p.at, p.value from scalar_points p where ${within} order by p.value, p.iter limit 1)
      union all
      (select p.iter, p.at, p.value from scalar_points p where ${within} order by p.value desc, p.iter limit 1)
    ) e`;
}

function extremeTiles(stretches: Stretches[]): Sql {
  const within = sql`t.series = s.series and t.tile between s.low and s.high and t.finite > 0`;
  return sql`select s.series, e.iter, e.at, e.value from (${eachStretch(stretches)}) s cross join lateral (
      (select t.min_iter, t.min_at, t.min_value from scalar_tiles t where ${within} order by t.min_value, t.min_iter limit 1)
      union all
      (select t.max_iter, t.max_at, t.max_value from scalar_tiles t where ${within} order by t.max_value desc, t.max_iter limit 1)
    ) e (iter, at, value)`;
}

/** Stretches as rows: series, first and last iteration or tile. */
export function eachStretch(stretches: Stretches[]): Sql {
  return sql`select r.series, r.low + n * r.width as low, least(r.low + (n + 1) * r.width - 1, r.high) as high
    from ${valuesTable(stretches, STRETCHES)} as r (series, low, high, width, count), generate_series(0, r.count - 1) as n`;
}
