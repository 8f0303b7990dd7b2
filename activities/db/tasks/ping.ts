import { Refusal } from '../errors.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';

/**
 * Says that whoever runs the task is alive.
 * @throws Refusal `taskNotFound`
 */
export async function pingTask(db: Db, task: string): Promise<void> {
  const [row] = await query(db.em.fork(), sql`update tasks set last_update = now() where id = ${task} returning id`);
  if (!row) throw new Refusal('taskNotFound', `Invalid task id: id=${task}`, { field: 'task', data: { id: task } });
}
