import type { Em } from '../orm.ts';
import { posting } from '../outbox/post.ts';
import { type Sql, sql, writeTogether } from '../sql.ts';
import type { LockedTask } from '../tasks/lock.ts';

/** Places that are taken once each, whoever else enqueues meanwhile. */
export const END_OF_QUEUE = sql`nextval('queue_places')`;
const HEAD_OF_QUEUE = sql`-nextval('queue_places')`;

export interface Place {
  queue: string;
  at: 'head' | 'end';
}

/**
 * Opens the next attempt of a locked task, which waits in a queue: at the end, or at the head when it has lost its machine. Temporal
 * is told that something waits there.
 */
export async function admit(em: Em, task: LockedTask, place: Place): Promise<void> {
  const { attempt, writes } = admission(task, place);
  await writeTogether(em, [...writes, sql`update tasks set attempt = ${attempt} where id = ${task.id}`]);
}

/** What `admit` writes: the number of the task's new attempt, and all that belongs to it. */
export function admission(task: LockedTask, { queue, at }: Place): { attempt: number; writes: Sql[] } {
  const attempt = task.attempt + 1;
  const position = at === 'head' ? HEAD_OF_QUEUE : END_OF_QUEUE;
  const writes = [
    sql`update queues set last_update = now() where id = ${queue}`,
    sql`insert into attempts (task, number, state, kind, queue, created)
      values (${task.id}, ${attempt}, 'waiting', 'agent', ${queue}, now())`,
    sql`insert into queue_entries (task, queue, position, added) values (${task.id}, ${queue}, ${position}, now())`,
    posting({ kind: 'wakeQueue', queue }),
  ];
  return { attempt, writes };
}
