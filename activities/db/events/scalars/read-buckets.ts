import type { Em } from '../../orm.ts';
import { query, type Sql, sql } from '../../sql.ts';
import { type CurvePlan, planCurves, type Stretches } from './curve-plan.ts';
import { eachStretch, ends, readPoints } from './curve-points.ts';
import { type CurveSeries, readCurveSeries } from './curve-series.ts';
import { FINITE, SUMMAND } from './finite.ts';
import type { ReadCurvesInput } from './read-curves.ts';

/** A curve as a line with a band: the mean of each stretch of iterations, between its least and greatest value. */
export interface BucketCurve {
  owner: string;
  metric: string;
  variant: string;
  /** Points before they were put together. */
  count: number;
  /** Middle of the stretch. */
  iter: number[];
  /** Its time in milliseconds since the epoch. */
  at: number[];
  /** Null where the value of a single point is infinite or not a number. */
  mean: (number | null)[];
  min: (number | null)[];
  max: (number | null)[];
}

/**
 * Reads curves by rising iteration, without single values. A curve with more points than `samples` is cut into equal
 * stretches of iterations; its first and last point remain as they are.
 */
export async function readBuckets(em: Em, input: ReadCurvesInput): Promise<BucketCurve[]> {
  const all = await readCurveSeries(em, input);
  const plan = planCurves(all, { samples: input.samples, stretches: input.samples - 2 });
  const points = await readPoints(em, plan.whole);
  const buckets = await readStretches(em, plan);
  return all.flatMap((series) => {
    const whole = points.get(series.id);
    const read = whole ? { ...whole, mean: whole.value, min: whole.value, max: whole.value } : buckets.get(series.id);
    return read ? [curveOf(series, read)] : [];
  });
}

type Buckets = Pick<BucketCurve, 'iter' | 'at' | 'mean' | 'min' | 'max'>;

const curveOf = ({ owner, metric, variant, total }: CurveSeries, { iter, at, mean, min, max }: Buckets): BucketCurve => ({
  owner,
  metric,
  variant,
  count: total,
  iter,
  at,
  mean,
  min,
  max,
});

async function readStretches(em: Em, { thinned, points, tiles }: CurvePlan): Promise<Map<number, Buckets>> {
  if (thinned.length === 0) return new Map();
  const sources = [
    endsAsBuckets(thinned),
    ...(points.length > 0 ? [ofPoints(points)] : []),
    ...(tiles.length > 0 ? [ofTiles(tiles)] : []),
  ];
  const rows = await query<Buckets & { series: number }>(
    em,
    sql`with buckets as (
        select distinct on (series, iter) * from (${sql.join(sources, sql` union all `)}) b order by series, iter, is_end desc
      )
      select series, json_agg(iter order by iter) as iter, json_agg(at order by iter) as at, json_agg(mean order by iter) as mean,
        json_agg(min order by iter) as min, json_agg(max order by iter) as max
      from buckets group by series`,
  );
  return new Map(rows.map(({ series, ...buckets }) => [series, buckets]));
}

const endsAsBuckets = (curves: CurveSeries[]): Sql =>
  sql`select p.series, p.iter, p.at, v.value as mean, v.value as min, v.value as max, true as is_end
    from (${ends(curves)}) p cross join lateral (select case when ${FINITE} then p.value end as value) v`;

function ofPoints(stretches: Stretches[]): Sql {
  return sql`select s.series, b.* from (${eachStretch(stretches)}) s cross join lateral (
      select (min(p.iter) + max(p.iter)) / 2, (min(p.at) + max(p.at)) / 2,
        sum(${SUMMAND}) / count(*), min(p.value), max(p.value), false
      from scalar_points p where p.series = s.series and p.iter between s.low and s.high and ${FINITE} having count(*) > 0
    ) b`;
}

function ofTiles(stretches: Stretches[]): Sql {
  return sql`select s.series, b.* from (${eachStretch(stretches)}) s cross join lateral (
      select (min(least(t.min_iter, t.max_iter)) + max(greatest(t.min_iter, t.max_iter))) / 2,
        (min(least(t.min_at, t.max_at)) + max(greatest(t.min_at, t.max_at))) / 2,
        sum(t.sum) / sum(t.finite), min(t.min_value), max(t.max_value), false
      from scalar_tiles t where t.series = s.series and t.tile between s.low and s.high and t.finite > 0 having count(*) > 0
    ) b`;
}
