import type { Db } from '../orm.ts';

/** Name of a queue; null when it was deleted. */
export async function describeQueue(db: Db, id: string): Promise<string | null> {
  const [row] = await db.em.fork().execute<{ name: string }[]>('select name from queues where id = ?', [id]);
  return row?.name ?? null;
}
