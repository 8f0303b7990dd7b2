import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** Name of a queue and the autoscalers that launch machines for it; null when it was deleted. */
export async function describeQueue(db: Db, id: string): Promise<{ name: string; scalers: string[] } | null> {
  const [row] = await query<{ name: string; scalers: string[] }>(
    db.em.fork(),
    sql`select q.name, array(select s.id from scalers s
          where s.mode <> 'stopped' and s.configuration -> 'configurations' -> 'queues' ? q.name) as scalers
        from queues q where q.id = ${id}`,
  );
  return row ?? null;
}
