import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** While a machine comes, goes, or is not heard of. */
const UNSETTLED_SECONDS = 10;
/** While all machines are heard of: the cloud knows little that they do not say. */
const SETTLED_SECONDS = 60;
/** What was ended may, where a launch was not confirmed, turn up for this long. */
const LATE_SECONDS = 900;

/** Whether the cloud is to be asked for a scaler's machines. One without machines asks nothing. */
export async function isCloudDue(
  em: Em,
  { id, cloud_seen }: { id: string; cloud_seen?: Date | null },
  now: Date,
): Promise<boolean> {
  const [row] = await query<{ unsettled: boolean; settled: boolean; late: boolean }>(
    em,
    sql`select
          bool_or(m.ended is null and (m.state <> 'joined'
            or w.id is null or w.last_activity < ${now}::timestamptz - interval '15 seconds')) as unsettled,
          bool_or(m.ended is null) as settled,
          bool_or(m.ended > ${now}::timestamptz - make_interval(secs => ${LATE_SECONDS}) and m.launched is null) as late
        from machines m left join workers w on w.id = m.worker where m.scaler = ${id}
          and (m.ended is null or m.ended > ${now}::timestamptz - make_interval(secs => ${LATE_SECONDS}))`,
  );
  const interval = row?.unsettled ? UNSETTLED_SECONDS : row?.settled || row?.late ? SETTLED_SECONDS : Number.POSITIVE_INFINITY;
  return !cloud_seen ? interval < Number.POSITIVE_INFINITY : now.getTime() - cloud_seen.getTime() >= interval * 1000;
}

/** A cloud lists what it has launched after this time at the latest. */
const LISTED_SECONDS = 60;

/**
 * Whether nothing of a scaler can turn up any more: of each machine that was ended before its launch was confirmed, the cloud has been
 * asked late enough after its end.
 */
export async function isNothingLate(em: Em, { id, cloud_seen }: { id: string; cloud_seen?: Date | null }): Promise<boolean> {
  const [late] = await query(
    em,
    sql`select from machines where scaler = ${id} and ended is not null and launched is null and end_reason is distinct from 'launch failed'
          and ended + make_interval(secs => ${LISTED_SECONDS}) > ${cloud_seen ?? new Date(0)}::timestamptz limit 1`,
  );
  return late === undefined;
}
