import type { TaskStatus } from '../../../workflows/domain/task-status.ts';
import type { Em } from '../orm.ts';
import type { LockedTask } from '../tasks/lock.ts';

/**
 * Tells the controller that started a task, if one did, that its status has changed, in the transaction that changed it. A sweep that enqueues
 * its own trial knows that already.
 */
export async function tellController(
  em: Em,
  { id, parent }: Pick<LockedTask, 'id' | 'parent'>,
  change?: { to: TaskStatus; actor: string },
): Promise<void> {
  if (parent === null) return;
  const enqueuedByParent = change?.to === 'queued' && change.actor.startsWith(`run:${parent}-`);
  await em.execute(
    `insert into outbox (message)
     select jsonb_build_object('kind', 'childChanged', 'controller', p.id, 'tasks', jsonb_build_array(?::text))
     from tasks p where p.id = ? and p.controller is not null and not (p.controller = 'sweep' and ?)`,
    [id, parent, enqueuedByParent],
  );
}
