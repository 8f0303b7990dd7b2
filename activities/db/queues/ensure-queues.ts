import { newId } from '../ids.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** Makes the queues that are not there yet; answers their names. */
export async function ensureQueues(em: Em, names: readonly string[], userId: string): Promise<string[]> {
  const made: string[] = [];
  for (const name of names) {
    const [row] = await query<{ name: string }>(
      em,
      sql`insert into queues (id, name, user_id, created, last_update) values (${newId()}, ${name}, ${userId}, now(), now())
          on conflict (name) do nothing returning name`,
    );
    if (row) made.push(row.name);
  }
  return made;
}
