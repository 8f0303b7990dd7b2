import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** Whether a worker that is alive serves a queue. */
export async function isWatched(em: Em, { queue, now }: { queue: string; now: Date }): Promise<boolean> {
  const [row] = await query(
    em,
    sql`select 1 from workers where ${queue} = any(queues)
          and last_activity > ${now}::timestamptz - make_interval(secs => register_timeout) limit 1`,
  );
  return row !== undefined;
}
