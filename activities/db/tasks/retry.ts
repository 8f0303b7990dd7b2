import type { TaskStatus } from '../../../workflows/domain/task-status.ts';
import { Refusal } from '../errors.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { type EnqueueResult, enqueue } from './enqueue.ts';

const RETRIED: readonly TaskStatus[] = ['failed', 'stopped'];

/**
 * Puts a task that failed or was stopped into its queue again; what earlier attempts left behind stays.
 * @throws Refusal `taskNotFound`, `taskStatus`, `queueNotFound`
 */
export async function retryTask(db: Db, { task, actor }: { task: string; actor: string }): Promise<EnqueueResult> {
  const [facts] = await query<{ status: TaskStatus; queue: string | null }>(
    db.em.fork(),
    sql`select t.status, coalesce(t.queue, a.queue) as queue
        from tasks t left join attempts a on a.task = t.id and a.number = t.attempt where t.id = ${task}`,
  );
  const data = { id: task };
  if (!facts) throw new Refusal('taskNotFound', `task ${task} does not exist`, { field: 'task', data });
  if (!RETRIED.includes(facts.status))
    throw new Refusal('taskStatus', `task ${task} is ${facts.status}; only a failed or stopped one is retried`, {
      field: 'status',
      data: { ...data, current_status: facts.status },
    });
  if (!facts.queue)
    throw new Refusal('queueNotFound', `task ${task} was in no queue before; enqueue it where it shall run`, {
      field: 'queue',
      data,
    });
  return enqueue(db, { task, queue: facts.queue, actor, reason: 'retried' });
}
