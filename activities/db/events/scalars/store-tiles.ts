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
  const within = sql.raw('p.series = t.series and p.iter >= t.tile << t.shift and p.iter < (t.tile + 1) << t.shift');
  await query(
    em,
    sql`with tiles as materialized (
        select distinct r.series, r.shift, p.iter >> r.shift as tile
        from ${valuesTable(ranges, RANGE)} as r (series, shift, low, high)
        join scalar_points p on p.series = r.series and p.iter >= r.low and p.iter < r.high
      )
      insert into scalar_tiles (series, tile, finite, sum, min_value, min_iter, min_at, max_value, max_iter, max_at)
      select t.series, t.tile, s.finite, s.sum, lowest.value, lowest.iter, lowest.at, highest.value, highest.iter, highest.at
      from tiles t
      cross join lateral (
        select count(*) as finite, coalesce(sum(${SUMMAND}), 0) as sum from scalar_points p where ${within} and ${FINITE}
      ) s
      left join lateral (
        select p.value, p.iter, p.at from scalar_points p where ${within} and ${FINITE} order by p.value, p.iter limit 1
      ) lowest on true
      left join lateral (
        select p.value, p.iter, p.at from scalar_points p where ${within} and ${FINITE} order by p.value desc, p.iter limit 1
      ) highest on true
      on conflict (series, tile) do update set finite = excluded.finite, sum = excluded.sum,
        min_value = excluded.min_value, min_iter = excluded.min_iter, min_at = excluded.min_at,
        max_value = excluded.max_value, max_iter = excluded.max_iter, max_at = excluded.max_at`,
  );
}
