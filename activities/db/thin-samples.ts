import type { Em } from './orm.ts';
import { query, type Sql, sql } from './sql.ts';

/** Samples older than a day are kept at this distance: their graphs show no more than that. */
const DISTANCE = '5 minutes';
/** What is older was thinned by an earlier call. */
const LOOK_BACK_DAYS = 3;

/** Leaves of the samples of a day ago and earlier one for every five minutes, for each worker and queue. */
export async function thinSamples(em: Em, now: Date): Promise<void> {
  await query(em, thin(sql.table('worker_samples'), sql.ref('worker'), now));
  await query(em, thin(sql.table('queue_samples'), sql.ref('queue'), now));
}

const thin = (table: Sql, owner: Sql, now: Date): Sql => sql`
  delete from ${table} s using (
    select ${owner} as owner, at,
      row_number() over (partition by ${owner}, date_bin(${DISTANCE}::interval, at, 'epoch') order by at) as place
    from ${table}
    where at < ${now}::timestamptz - interval '1 day' and at > ${now}::timestamptz - make_interval(days => ${LOOK_BACK_DAYS})
  ) ranked
  where s.${owner} = ranked.owner and s.at = ranked.at and ranked.place > 1`;
