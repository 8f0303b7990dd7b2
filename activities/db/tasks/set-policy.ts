import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/**
 * Sets how many failures of the infrastructure are answered by another attempt.
 * @throws Refusal `taskNotFound`
 */
export async function setInfrastructureRetries(em: Em, task: string, retries: number): Promise<void> {
  const changed = await query(
    em,
    sql`update tasks set infrastructure_retries = ${retries}, last_change = now(), version = version + 1
        where id = ${task} returning id`,
  );
  if (changed.length === 0)
    throw new Refusal('taskNotFound', `task ${task} does not exist`, { field: 'task', data: { id: task } });
}
