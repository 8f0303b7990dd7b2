import { Refusal } from '../errors.ts';
import type { Db } from '../orm.ts';
import { post } from '../outbox/post.ts';
import { query, sql, sqlState } from '../sql.ts';
import { dequeue } from '../tasks/dequeue.ts';
import { findQueue } from './find-queue.ts';

export interface ClearQueueInput {
  queue: string;
  actor: string;
  reason?: string;
}

/**
 * Takes every waiting task out of a queue; each becomes what it was before, as a rule a draft. Answers the tasks.
 * @throws Refusal `queueNotFound`
 */
export async function clearQueue(db: Db, { queue, actor, reason = 'queue cleared' }: ClearQueueInput): Promise<string[]> {
  const em = db.em.fork();
  await findQueue(em, { id: queue });
  const entries = await query<{ task: string }>(em, sql`select task from queue_entries where queue = ${queue} order by position`);
  const removed: string[] = [];
  for (const { task } of entries) {
    if (await takeOut(db, { task, actor, reason })) removed.push(task);
  }
  return removed;
}

/** A task that was claimed or dequeued meanwhile is left alone. */
async function takeOut(db: Db, input: { task: string; actor: string; reason: string }): Promise<boolean> {
  try {
    await dequeue(db, input);
    return true;
  } catch (error) {
    if (error instanceof Refusal && (error.code === 'taskNotQueued' || error.code === 'taskNotFound')) return false;
    throw error;
  }
}

const FOREIGN_KEY_VIOLATION = '23503';

/**
 * Deletes a queue. With `force` the tasks that wait in it are taken out first.
 * @throws Refusal `queueNotFound`, `queueNotEmpty`
 */
export async function deleteQueue(
  db: Db,
  { queue, actor, force }: { queue: string; actor: string; force: boolean },
): Promise<void> {
  await findQueue(db.em.fork(), { id: queue });
  if (force) await clearQueue(db, { queue, actor, reason: 'queue deleted' });
  try {
    await db.em.fork().transactional(async (em) => {
      await query(em, sql`delete from queues where id = ${queue}`);
      await query(em, sql`update workers set queues = array_remove(queues, ${queue}) where ${queue} = any(queues)`);
      // Its workflow looks, finds it gone, and ends.
      await post(em, { kind: 'wakeQueue', queue });
    });
  } catch (error) {
    if (sqlState(error) !== FOREIGN_KEY_VIOLATION) throw error;
    throw new Refusal('queueNotEmpty', `Queue is not empty (use force=true): id=${queue}`, {
      field: 'queue',
      data: { id: queue },
    });
  }
}
