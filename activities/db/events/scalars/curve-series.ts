import type { Em } from '../../orm.ts';
import { query, type Sql, sql } from '../../sql.ts';
import { SINGLE_VALUE } from '../event-batch.ts';
import type { ReadCurvesInput } from './read-curves.ts';

export interface MetricFilter {
  metric: string;
  /** Only these; all when empty. */
  variants?: string[];
}

/** A curve, and how much of it is to be read. */
export interface CurveSeries {
  id: number;
  owner: string;
  metric: string;
  variant: string;
  min_value: number | null;
  max_value: number | null;
  tileShift: number | null;
  tiledTo: number;
  /** Points of the whole curve. */
  total: number;
  /** Points to be read; of a part, at least more than `samples` when there are more. */
  count: number;
  /** First and last iteration to be read. */
  low: number;
  high: number;
}

interface Row extends Pick<CurveSeries, 'id' | 'owner' | 'metric' | 'variant' | 'min_value' | 'max_value' | 'total' | 'count'> {
  tile_shift: number | null;
  tiled_to: string | null;
  low: string;
  high: string;
}

/** Finds the curves to be read; those without a point in the range are left out. */
export async function readCurveSeries(em: Em, input: ReadCurvesInput): Promise<CurveSeries[]> {
  const { owners, ofModel = false, metrics = [] } = input;
  const rows = await query<Row>(
    em,
    sql`select s.id, s.owner, s.metric, s.variant, s.min_value, s.max_value, s.tile_shift, s.tiled_to, s.points as total,
        r.low, r.high, r.count
      from series s cross join lateral (${rangeOf(input)}) r
      where s.owner = any(${owners}::text[]) and s.of_model = ${ofModel} and ${named(metrics)} and r.low is not null
      order by s.owner, s.metric, s.variant`,
  );
  return rows.map(({ tile_shift, tiled_to, low, high, ...row }) => ({
    ...row,
    tileShift: tile_shift,
    tiledTo: Number(tiled_to),
    low: Number(low),
    high: Number(high),
  }));
}

/** What part of series `s` is asked for. */
function rangeOf({ range, samples }: ReadCurvesInput): Sql {
  const points = sql`scalar_points p where p.series = s.id and p.iter > ${SINGLE_VALUE}`;
  if (!range) {
    return sql`select s.iter as high, s.points as count, case when s.first_iter > ${SINGLE_VALUE} then s.first_iter
        else (select p.iter from ${points} order by p.iter limit 1) end as low`;
  }
  if (range.by === 'timestamp') {
    return sql`select min(p.iter) as low, max(p.iter) as high, count(*)::int as count
      from ${points} and p.at between ${range.from} and ${range.to}`;
  }
  const within = sql`${points} and p.iter between ${range.from} and ${range.to}`;
  return sql`select (select p.iter from ${within} order by p.iter limit 1) as low,
      (select p.iter from ${within} order by p.iter desc limit 1) as high,
      (select count(*)::int from (select from ${within} limit ${samples > 0 ? samples + 1 : null}) as counted) as count`;
}

/** The condition that a row belongs to one of the metrics and variants. */
export function named(metrics: readonly MetricFilter[]): Sql {
  if (metrics.length === 0) return sql`true`;
  const each = metrics.map(({ metric, variants = [] }) =>
    variants.length === 0 ? sql`metric = ${metric}` : sql`(metric = ${metric} and variant = any(${variants}::text[]))`,
  );
  return sql`(${sql.join(each, sql` or `)})`;
}
