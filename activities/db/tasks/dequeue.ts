import type { TaskStatus } from '../../../workflows/domain/task-status.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { postStop } from '../outbox/post-stop.ts';
import { removeEntry } from '../queues/entries.ts';
import { closeAttempt } from './attempts.ts';
import { changeStatus, type StatusFields } from './change-status.ts';
import { type LockedTask, lockTask } from './lock.ts';

export interface DequeueInput {
  task: string;
  actor: string;
  reason?: string | undefined;
  message?: string | undefined;
  /** Status to go to instead of the one before the enqueue. */
  newStatus?: TaskStatus | undefined;
}

/**
 * Takes a waiting task out of its queue; its status becomes what it was before the enqueue.
 * @throws Refusal `taskNotFound`, `taskNotQueued`
 */
export function dequeue(db: Db, input: DequeueInput): Promise<StatusFields> {
  return db.em.fork().transactional(async (em) => {
    const task = await lockTask(em, input.task);
    if (task.status !== 'queued') {
      throw new Refusal('taskNotQueued', `task ${task.id} is ${task.status}, not queued`, {
        field: 'task',
        data: { id: task.id },
      });
    }
    await leaveQueue(em, task, 'dequeued');
    const to = input.newStatus ?? task.enqueue_status ?? 'created';
    return changeStatus(em, task, { ...input, to, force: true });
  });
}

/** Removes a locked, queued task's entry and ends the attempt that waited. */
export async function leaveQueue(em: Em, task: LockedTask, reason: string): Promise<void> {
  await removeEntry(em, task.id);
  await em.execute('update tasks set queue = null where id = ?', [task.id]);
  const run = await closeAttempt(em, task, { state: 'cancelled', reason });
  if (run) await postStop(em, task, run, reason);
}
