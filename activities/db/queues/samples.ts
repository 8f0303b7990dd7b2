import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** Seconds between two samples of a queue. */
const SAMPLE_EVERY = 10;

/** Notes how the queues stand. Calls of several processes within ten seconds make one sample. */
export async function sampleQueues(em: Em): Promise<void> {
  await query(
    em,
    sql`insert into queue_samples (queue, at, waiting, average_wait)
        select q.id, date_bin(make_interval(secs => ${SAMPLE_EVERY}), now(), 'epoch'), count(e.task),
          coalesce(avg(extract(epoch from now() - e.added)), 0)
        from queues q left join queue_entries e on e.queue = q.id group by q.id
        on conflict (queue, at) do update set waiting = excluded.waiting, average_wait = excluded.average_wait`,
  );
}

export interface QueueCurves {
  queue: string;
  /** Milliseconds since the epoch. */
  dates: number[];
  /** Seconds. */
  avg_waiting_times: number[];
  queue_lengths: number[];
}

export interface CurveInput {
  /** All when empty. */
  queues: string[];
  /** Seconds since the epoch. */
  from: number;
  to: number;
  /** Seconds that one point stands for. */
  interval: number;
}

/** How long queues were, and how long their tasks waited, over time. */
export const queueCurves = (em: Em, { queues, from, to, interval }: CurveInput): Promise<QueueCurves[]> =>
  query(
    em,
    sql`select queue, json_agg(at order by at) as dates, json_agg(wait order by at) as avg_waiting_times,
          json_agg(waiting order by at) as queue_lengths
        from (
          select queue, floor(extract(epoch from at) / ${interval}::float8) * ${interval}::float8 * 1000 as at,
            avg(average_wait) as wait, max(waiting) as waiting
          from queue_samples
          where (cardinality(${queues}::text[]) = 0 or queue = any(${queues}::text[]))
            and at between to_timestamp(${from}::float8) and to_timestamp(${to}::float8)
          group by 1, 2) points
        group by queue order by queue`,
  );

/** Days that samples are kept. */
const KEPT_DAYS = 31;

export async function pruneSamples(em: Em): Promise<void> {
  for (const table of ['queue_samples', 'worker_samples']) {
    await query(em, sql`delete from ${sql.table(table)} where at < now() - make_interval(days => ${KEPT_DAYS})`);
  }
}
