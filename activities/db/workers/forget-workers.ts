import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** Days without a report after which a worker is not listed any more. */
const KEPT_DAYS = 7;

/** Takes workers off the list that have been offline for a week; one with an open run stays until that is settled. */
export async function forgetWorkers(em: Em, now: Date): Promise<void> {
  await query(
    em,
    sql`delete from workers w where w.last_activity < ${now}::timestamptz - make_interval(days => ${KEPT_DAYS})
          and not exists (select 1 from attempts a where a.worker = w.id and a.ended is null)`,
  );
}
