import type { Db } from '../orm.ts';

/** Number of entries waiting in a queue; null when there is no such queue. */
export async function countEntries(db: Db, queue: string): Promise<number | null> {
  const [row] = await db.em
    .fork()
    .execute<{ count: number }[]>(
      'select (select count(*) from queue_entries e where e.queue = q.id)::int as count from queues q where q.id = ?',
      [queue],
    );
  return row?.count ?? null;
}
