import { Refusal } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { sortTags } from '../tasks/content.ts';

export interface CreateQueueInput {
  name: string;
  userId: string;
  display_name?: string | null | undefined;
  tags?: string[] | null | undefined;
  system_tags?: string[] | null | undefined;
}

/** @throws Refusal `notUnique` */
export async function createQueue(db: Db, { name, userId, display_name, tags, system_tags }: CreateQueueInput): Promise<string> {
  const [row] = await query<{ id: string }>(
    db.em.fork(),
    sql`insert into queues (id, name, display_name, user_id, tags, system_tags, created, last_update)
        values (${newId()}, ${name}, ${display_name ?? null}, ${userId}, ${sortTags(tags ?? [])}, ${sortTags(system_tags ?? [])}, now(), now())
        on conflict (name) do nothing returning id`,
  );
  if (row) return row.id;
  throw new Refusal('notUnique', `Queue with the same name already exists: name=${name}`, { field: 'name', data: { name } });
}
