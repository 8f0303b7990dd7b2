import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/**
 * Tells whoever looks at workers of those that went offline within a stretch of time: nothing is written when an agent dies,
 * so nothing else would tell.
 */
export async function announceSilent(em: Em, { after, until }: { after: Date; until: Date }): Promise<void> {
  await query(
    em,
    sql`select pg_notify('perdura_live', json_build_object('topic', 'worker', 'id', id)::text) from (
          select id, last_activity + make_interval(secs => register_timeout) as offline from workers
        ) w where offline > ${after} and offline <= ${until}`,
  );
}
