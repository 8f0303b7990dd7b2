import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface StatsRange {
  /** All when empty. */
  workers: string[];
  /** Seconds since the epoch. */
  from: number;
  to: number;
  /** Seconds that one point stands for. */
  interval: number;
}

export interface StatsRow {
  worker: string;
  metric: string;
  /** Number of the processor or GPU; null when they are taken together. */
  variant: string | null;
  /** Milliseconds since the epoch. */
  dates: number[];
  avg: number[];
  min: number[];
  max: number[];
}

const bucket = (interval: number) => sql`floor(extract(epoch from at) / ${interval}::float8) * ${interval}::float8 * 1000`;

const inRange = ({ workers, from, to }: StatsRange) => sql`
  (cardinality(${workers}::text[]) = 0 or worker = any(${workers}::text[]))
  and at between to_timestamp(${from}::float8) and to_timestamp(${to}::float8)`;

/** Machine statistics over time, for each worker and number; those of several processors or GPUs apart, or as one. */
export const workerStats = (em: Em, range: StatsRange & { keys: string[]; byVariant: boolean }): Promise<StatsRow[]> =>
  query(
    em,
    sql`select worker, metric, variant, json_agg(at order by at) as dates, json_agg(avg order by at) as avg,
          json_agg(min order by at) as min, json_agg(max order by at) as max
        from (
          select worker, key as metric, ${range.byVariant ? sql`(place - 1)::text` : sql`null::text`} as variant, ${bucket(range.interval)} as at,
            avg(value::float8) as avg, min(value::float8) as min, max(value::float8) as max
          from worker_samples, jsonb_each(stats) as stat (key, held),
            jsonb_array_elements_text(case jsonb_typeof(held) when 'array' then held else jsonb_build_array(held) end)
              with ordinality as single (value, place)
          where ${inRange(range)} and key = any(${range.keys}::text[]) and value is not null
          group by 1, 2, 3, 4) points
        group by worker, metric, variant order by worker, metric, variant`,
  );

export interface ActivityPoint {
  /** Milliseconds since the epoch. */
  at: number;
  total: number;
  /** Workers that ran something. */
  active: number;
}

/** How many workers there were over time, and how many had work. */
export const workerActivity = (em: Em, range: Omit<StatsRange, 'workers'>): Promise<ActivityPoint[]> =>
  query(
    em,
    sql`select ${bucket(range.interval)} as at, count(distinct worker)::int as total,
          count(distinct worker) filter (where task is not null)::int as active
        from worker_samples where ${inRange({ ...range, workers: [] })} group by 1 order by 1`,
  );

/** Names of the statistics that workers have reported. */
export async function reportedKeys(em: Em, workers: string[]): Promise<string[]> {
  const rows = await query<{ key: string }>(
    em,
    sql`select distinct key from workers, jsonb_object_keys(stats) as key
        where stats is not null and jsonb_typeof(stats) = 'object' and (cardinality(${workers}::text[]) = 0 or id = any(${workers}::text[]))`,
  );
  return rows.map((row) => row.key);
}
