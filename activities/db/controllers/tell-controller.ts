import type { TaskStatus } from '../../../workflows/domain/task-status.ts';
import { type Sql, sql } from '../sql.ts';
import type { LockedTask } from '../tasks/lock.ts';

/**
 * What tells the controller that started a task, if one did, that its status has changed, in the transaction that changed it, and steps of
 * Python's controllers that follow the task. That a controller has enqueued one itself it knows already: a signal for each would be more
 * than Temporal keeps for a workflow that is busy starting hundreds.
 */
export function tellingController(
  { id, parent }: Pick<LockedTask, 'id' | 'parent'>,
  change?: { to: TaskStatus; actor: string },
): Sql[] {
  if (parent === null) return [];
  if (change?.to === 'queued' && change.actor.startsWith(`run:${parent}-`)) return [];
  return [
    sql`insert into outbox (message)
      select jsonb_build_object('kind', 'childChanged', 'controller', p.id, 'of', p.controller, 'tasks', jsonb_build_array(${id}::text))
      from tasks p where p.id = ${parent} and p.controller is not null
      union all
      select jsonb_build_object('kind', 'settleSteps', 'task', ${id}::text)
      where exists (select from python_steps where kept_from = ${id} and following)`,
  ];
}
