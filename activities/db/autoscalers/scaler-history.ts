import type { ScalerEventView, ScalerSampleView } from '../../../workflows/contracts/autoscaler-api.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface EventFilter {
  scaler: string;
  /** Only those of one machine. */
  machine?: string | undefined;
  /** Only those before the event with this id. */
  before?: number | undefined;
  limit: number;
}

/** What a scaler did, and what was done to it, the newest first. */
export async function listScalerEvents(em: Em, { scaler, machine, before, limit }: EventFilter): Promise<ScalerEventView[]> {
  const rows = await query<Omit<ScalerEventView, 'id' | 'at'> & { id: string; at: Date }>(
    em,
    sql`select e.id, e.at, e.machine, e.kind, e.text, coalesce(u.name, regexp_replace(e.actor, '^(worker|run|user):', '')) as actor
        from scaler_events e left join users u on 'user:' || u.id = e.actor
        where e.scaler = ${scaler} and (${machine ?? null}::text is null or e.machine = ${machine ?? null})
          and (${before ?? null}::bigint is null or e.id < ${before ?? null})
        order by e.id desc limit ${limit}`,
  );
  return rows.map((row) => ({ ...row, id: Number(row.id), at: row.at.toISOString() }));
}

/** Points of a graph, whatever its length. */
const MOST_POINTS = 500;

/** How a scaler stood over the last `seconds`, and at their beginning; of times closer together than a graph shows the last. */
export async function scalerGraph(
  em: Em,
  { scaler, seconds, now }: { scaler: string; seconds: number; now: Date },
): Promise<ScalerSampleView[]> {
  const from = sql`${now}::timestamptz - make_interval(secs => ${seconds})`;
  const rows = await query<Omit<ScalerSampleView, 'at'> & { at: Date }>(
    em,
    sql`select distinct on (bin) at, waiting, starting, idle, busy, cost_per_hour as "costPerHour"
        from (
          select *, date_bin(make_interval(secs => ${seconds}::float8 / ${MOST_POINTS}), at, 'epoch') as bin from scaler_samples
          where scaler = ${scaler} and at > ${from}
          union all
          (select *, at from scaler_samples where scaler = ${scaler} and at <= ${from} order by at desc limit 1)) samples
        order by bin, at desc`,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
