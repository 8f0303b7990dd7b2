import type { Em } from '../orm.ts';
import { post } from '../outbox/post.ts';
import { openAttempt } from '../tasks/attempts.ts';
import { changeStatus, type StatusChange, type StatusFields } from '../tasks/change-status.ts';
import type { LockedTask } from '../tasks/lock.ts';

/**
 * Starts a locked controller: it goes through `queued` like every task, and its workflow is its run.
 * @throws Refusal `taskStatus`
 */
export async function startController(em: Em, task: LockedTask, change: Omit<StatusChange, 'to'>): Promise<StatusFields> {
  await changeStatus(em, task, { ...change, to: 'queued' });
  const fields = await changeStatus(em, task, { actor: 'server', to: 'in_progress' });
  const run = await openAttempt(em, task, { kind: 'workflow' });
  await post(em, { kind: 'startController', run });
  return fields;
}
