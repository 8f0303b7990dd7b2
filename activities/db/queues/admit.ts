import type { OutboxMessage } from '../../../workflows/contracts/outbox.ts';
import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { Em } from '../orm.ts';
import type { LockedTask } from '../tasks/lock.ts';

/**
 * Opens the next attempt of a locked task, which waits in a queue: at the end, or at the head when it has lost its machine. Temporal
 * is told that something waits there. One statement, since its way to Postgres and back costs more than what it does.
 */
export async function admit(em: Em, task: LockedTask, { queue, at }: { queue: string; at: 'head' | 'end' }): Promise<RunRef> {
  const run = { taskId: task.id, attempt: task.attempt + 1 };
  const wake: OutboxMessage = { kind: 'wakeQueue', queue };
  const position = at === 'head' ? 'coalesce(min(position), 0) - 1' : 'coalesce(max(position), 0) + 1';
  await em.execute(
    `with counted as (update tasks set attempt = ? where id = ?),
       changed as (update queues set last_update = now() where id = ?),
       opened as (insert into attempts (task, number, state, kind, queue, created) values (?, ?, 'waiting', 'agent', ?, now())),
       entered as (
         insert into queue_entries (task, queue, position, added) select ?, ?, ${position}, now() from queue_entries where queue = ?)
     insert into outbox (message) values (?::jsonb)`,
    [...[run.attempt, task.id, queue], ...[task.id, run.attempt, queue], ...[task.id, queue, queue], JSON.stringify(wake)],
  );
  task.queue = queue;
  task.attempt = run.attempt;
  task.attempt_open = true;
  task.attempt_kind = 'agent';
  return run;
}
