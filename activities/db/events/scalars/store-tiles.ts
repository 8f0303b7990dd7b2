import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { valuesTable } from '../../values-table.ts';
import type { GrowingSeries } from './find-series.ts';
import { planTiles, type TileFrontier, type TileRange } from './tile-plan.ts';

const RANGE = { series: 'int', shift: 'int', low: 'bigint', high: 'bigint' } as const;
const FRONTIER = { series: 'int', shift: 'int', tiledTo: 'bigint' } as const;

/** Makes the tiles that the stored points of a batch completed or changed. */
export async function storeTiles(em: Em, all: GrowingSeries[]): Promise<void> {
  const plans = all.map(planTiles);
  await makeTiles(
    em,
    plans.flatMap((plan) => plan.ranges),
  );
  await moveFrontiers(
    em,
    plans.flatMap((plan) => plan.frontier ?? []),
  );
}

async function makeTiles(em: Em, ranges: TileRange[]): Promise<void> {
  if (ranges.length === 0) return;
  const finite = sql.raw(`p.value > '-Infinity' and p.value < 'Infinity'`);
  const within = sql.raw('p.series = t.series and p.iter >= t.tile << t.shift and p.iter < (t.tile + 1) << t.shift');
  await query(
    em,
    sql`with tiles as materialized (
        select distinct r.series, r.shift, p.iter >> r.shift as tile
        from ${valuesTable(ranges, RANGE)} as r (series, shift, low, high)
        join scalar_points p on p.series = r.series and p.iter >= r.low and p.iter < r.high
      )
      insert into scalar_tiles (series, tile, count, finite, sum, min_value, min_iter, min_at, max_value, max_iter, max_at)
      select t.series, t.tile, c.count, c.finite, c.sum, lowest.value, lowest.iter, lowest.at, highest.value, highest.iter, highest.at
      from tiles t
      cross join lateral (
        select count(*) as count, count(*) filter (where ${finite}) as finite, coalesce(sum(p.value) filter (where ${finite}), 0) as sum
        from scalar_points p where ${within}
      ) c
      left join lateral (
        select p.value, p.iter, p.at from scalar_points p where ${within} and ${finite} order by p.value, p.iter limit 1
      ) lowest on true
      left join lateral (
        select p.value, p.iter, p.at from scalar_points p where ${within} and ${finite} order by p.value desc, p.iter limit 1
      ) highest on true
      on conflict (series, tile) do update set count = excluded.count, finite = excluded.finite, sum = excluded.sum,
        min_value = excluded.min_value, min_iter = excluded.min_iter, min_at = excluded.min_at,
        max_value = excluded.max_value, max_iter = excluded.max_iter, max_at = excluded.max_at`,
  );
}

async function moveFrontiers(em: Em, frontiers: TileFrontier[]): Promise<void> {
  if (frontiers.length === 0) return;
  await query(
    em,
    sql`update series s set tile_shift = f.shift, tiled_to = f.tiled_to
      from ${valuesTable(frontiers, FRONTIER)} as f (id, shift, tiled_to) where s.id = f.id`,
  );
}
