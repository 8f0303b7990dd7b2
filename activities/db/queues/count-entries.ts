import type { Db } from '../orm.ts';

export async function countEntries(db: Db, queue: string): Promise<number> {
  const [row] = await db.em
    .fork()
    .execute<{ count: number }[]>('select count(*)::int as count from queue_entries where queue = ?', [queue]);
  return row?.count ?? 0;
}
