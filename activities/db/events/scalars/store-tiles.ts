import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { valuesTable } from '../../values-table.ts';
import type { GrowingSeries } from './find-series.ts';
import { FINITE, SUMMAND } from './finite.ts';
import { planTiles, type TileRange, type Tiling } from './tile-plan.ts';

const RANGE = { series: 'int', shift: 'int', low: 'bigint', high: 'bigint' } as const;

/** Makes the tiles that the stored points of a batch completed or changed. Answers how far they reach now, by the id of the series. */
export async function storeTiles(em: Em, all: GrowingSeries[]): Promise<Map<number, Tiling>> {
  const plans = all.map(planTiles);
  const ranges = plans.flatMap((plan) => plan.ranges);
  if (ranges.length > 0) await makeTiles(em, ranges);
  return new Map(plans.map((plan, index) => [all[index]!.id, plan.tiling]));
}

async function makeTiles(em: Em, ranges: TileRange[]): Promise<void> {
  await query(
    em,
    sql`insert into scalar_tiles (series, tile, finite, sum, min_value, min_iter, min_at, max_value, max_iter, max_at)
      select r.series, p.iter >> r.shift, ${COUNT}, coalesce(sum(${SUMMAND}) filter (where ${FINITE}), 0),
        (${byValue('value')})[1], (${byValue('iter')})[1], (${byValue('at')})[1],
        (${byValue('value')})[${COUNT}], (${byValue('iter')})[${COUNT}], (${byValue('at')})[${COUNT}]
      from ${valuesTable(ranges, RANGE)} as r (series, shift, low, high)
      join scalar_points p on p.series = r.series and p.iter >= r.low and p.iter < r.high
      group by r.series, p.iter >> r.shift
      on conflict (series, tile) do update set finite = excluded.finite, sum = excluded.sum,
        min_value = excluded.min_value, min_iter = excluded.min_iter, min_at = excluded.min_at,
        max_value = excluded.max_value, max_iter = excluded.max_iter, max_at = excluded.max_at`,
  );
}

const COUNT = sql`count(*) filter (where ${FINITE})`;

/** A column of the points of a tile, the least value first: all have one order, so that Postgres sorts once. */
const byValue = (column: 'value' | 'iter' | 'at') =>
  sql`array_agg(${sql.ref(`p.${column}`)} order by p.value, p.iter) filter (where ${FINITE})`;
