import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { post } from '../outbox/post.ts';
import { query, sql } from '../sql.ts';
import { changeStatus } from '../tasks/change-status.ts';
import { type LockedTask, lockTask } from '../tasks/lock.ts';
import { END_OF_QUEUE } from './admit.ts';
import { findQueue, type QueueRef } from './find-queue.ts';
import { notWaiting } from './move-entry.ts';

export interface TransferInput {
  task: string;
  /** Queue id; else `queueName`. */
  queue?: string | undefined;
  queueName?: string | undefined;
  actor: string;
}

/**
 * Moves a waiting task to the end of another queue, in one transaction: it stays Pending, in the same attempt, and is never
 * in two queues or in none. Answers the queue.
 * @throws Refusal `taskNotFound`, `queueNotFound`, `taskNotQueued`, `taskAlreadyQueued` when it waits in that queue
 */
export function transferEntry(db: Db, { task: id, actor, ...wanted }: TransferInput): Promise<QueueRef> {
  return db.em.fork().transactional(async (em) => {
    const target = await findQueue(em, { id: wanted.queue ?? null, name: wanted.queueName ?? null });
    const source = await queueOf(em, id);
    if (source?.id === target.id) throw waitsThere(id, target);
    // Queues before entry and task, as whoever reorders one takes them.
    await touch(em, [target.id, ...(source ? [source.id] : [])]);
    const task = await lockTask(em, id);
    if (!source || (await queueOf(em, id))?.id !== source.id) throw notWaiting(source?.id ?? task.queue ?? '', id);
    await place(em, task, target);
    const reason = `moved from queue ${source.name} to ${target.name}`;
    await changeStatus(em, task, { to: 'queued', actor, reason }, { queue: target.id });
    await post(em, { kind: 'wakeQueue', queue: target.id });
    return target;
  });
}

async function queueOf(em: Em, task: string): Promise<QueueRef | undefined> {
  const [queue] = await query<QueueRef>(
    em,
    sql`select q.id, q.name from queue_entries e join queues q on q.id = e.queue where e.task = ${task}`,
  );
  return queue;
}

/** Serialises with other writers of the queues' order; two transfers in opposite directions never wait for each other. */
async function touch(em: Em, queues: string[]): Promise<void> {
  for (const queue of queues.toSorted()) {
    const [row] = await query(em, sql`update queues set last_update = now() where id = ${queue} returning id`);
    if (!row) throw new Refusal('queueNotFound', `queue ${queue} does not exist`, { field: 'queue', data: { id: queue } });
  }
}

async function place(em: Em, task: LockedTask, { id: queue }: QueueRef): Promise<void> {
  await query(em, sql`update queue_entries set queue = ${queue}, position = ${END_OF_QUEUE} where task = ${task.id}`);
  await query(em, sql`update attempts set queue = ${queue} where task = ${task.id} and number = ${task.attempt}`);
}

const waitsThere = (id: string, queue: QueueRef): Refusal =>
  new Refusal('taskAlreadyQueued', `task ${id} waits already in queue ${queue.name}`, {
    field: 'queue',
    data: { id, queue: queue.id },
  });
