import type { MetadataItem } from '../entities/model.entity.ts';
import { Refusal } from '../errors.ts';
import type { Db } from '../orm.ts';
import { post } from '../outbox/post.ts';
import { query, sql, sqlState, tables } from '../sql.ts';
import { sortTags } from '../tasks/content.ts';

const UNIQUE_VIOLATION = '23505';

export interface UpdateQueueInput {
  queue: string;
  name?: string | null | undefined;
  display_name?: string | null | undefined;
  tags?: string[] | null | undefined;
  system_tags?: string[] | null | undefined;
}

/**
 * Changes what is given. Answers the fields.
 * @throws Refusal `queueNotFound`, `notUnique`
 */
export async function updateQueue(db: Db, { queue, ...given }: UpdateQueueInput): Promise<Record<string, unknown>> {
  const fields = Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, Array.isArray(value) ? sortTags(value) : value]),
  );
  try {
    await db.em.fork().transactional(async (em) => {
      const changed = await tables(em)
        .updateTable('queues')
        .set({ ...fields, last_update: new Date() })
        .where('id', '=', queue)
        .returning('id')
        .execute();
      if (changed.length === 0) throw queueNotFound(queue);
      // A tag may open the queue to its agents, or close it.
      if ('tags' in fields) await post(em, { kind: 'wakeQueue', queue });
    });
    return fields;
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    throw new Refusal('notUnique', `Queue with the same name already exists: name=${given.name}`, { field: 'name' });
  }
}

const queueNotFound = (id: string): Refusal =>
  new Refusal('queueNotFound', `Invalid queue id: id=${id}`, { field: 'queue', data: { id } });

/** @throws Refusal `queueNotFound` */
export async function putQueueMetadata(
  db: Db,
  { queue, metadata, replace }: { queue: string; metadata: Record<string, MetadataItem>; replace: boolean },
): Promise<void> {
  const [row] = await query(
    db.em.fork(),
    sql`update queues set metadata = (case when ${replace} then '{}' else metadata end) || ${JSON.stringify(metadata)}::jsonb
        where id = ${queue} returning id`,
  );
  if (!row) throw queueNotFound(queue);
}

/** @throws Refusal `queueNotFound` */
export async function deleteQueueMetadata(db: Db, { queue, keys }: { queue: string; keys: string[] }): Promise<void> {
  const [row] = await query(
    db.em.fork(),
    sql`update queues set metadata = metadata - ${keys}::text[] where id = ${queue} returning id`,
  );
  if (!row) throw queueNotFound(queue);
}
