import type { Db, Em } from '../orm.ts';
import { postStop } from '../outbox/post-stop.ts';
import { stopFollowing } from '../pipelines/follow-python-step.ts';
import { closeAttempt } from './attempts.ts';
import { changeStatus, type StatusFields } from './change-status.ts';
import { leaveQueue } from './dequeue.ts';
import { type LockedTask, lockTask } from './lock.ts';
import { STOP_REQUESTED, STOPPING } from './stopping.ts';

export interface StopInput {
  task: string;
  actor: string;
  reason?: string | undefined;
  message?: string | undefined;
  /** Does not wait for whoever runs it. */
  force?: boolean | undefined;
}

const WORKER_SILENT_AFTER_MS = 600_000;

/**
 * Asks a task to stop: a waiting one leaves its queue at once, a running one is told, and becomes `stopped` when its process is gone.
 * @throws Refusal `taskNotFound`, `taskStatus`
 */
export function stopTask(db: Db, input: StopInput): Promise<Partial<StatusFields>> {
  return db.em.fork().transactional((em) => stopWithin(em, input));
}

/** `stopTask` in the caller's transaction. */
export async function stopWithin(em: Em, input: StopInput): Promise<Partial<StatusFields>> {
  const task = await lockTask(em, input.task);
  if (task.status === 'queued') {
    await leaveQueue(em, task, input.reason ?? 'stopped');
    return changeStatus(em, task, { ...input, to: 'stopped' });
  }
  if (task.status === 'in_progress' && !input.force && hasRunner(task)) return requestStop(em, task, input);
  return stopAtOnce(em, task, input);
}

/** Whether somebody else than the user's own process runs it and is alive to hear of the stop. */
function hasRunner(task: LockedTask): boolean {
  if (task.attempt_open && task.attempt_kind !== 'external') return true;
  if (task.system_tags.includes('development') || !task.last_worker) return false;
  return Date.now() - task.last_update.getTime() < WORKER_SILENT_AFTER_MS;
}

async function requestStop(em: Em, task: LockedTask, { reason = '' }: StopInput): Promise<Partial<StatusFields>> {
  const fields = { status_message: STOPPING, status_reason: reason, last_change: new Date() };
  await em.execute(
    'update tasks set status_message = ?, status_reason = ?, last_change = ?, version = version + 1 where id = ?',
    [...Object.values(fields), task.id],
  );
  if (task.attempt_open) {
    await postStop(em, task, { taskId: task.id, attempt: task.attempt }, reason || STOP_REQUESTED);
  }
  return { status: task.status, ...fields };
}

/** With a step that follows another task, that one is stopped too. */
async function stopAtOnce(em: Em, task: LockedTask, input: StopInput): Promise<StatusFields> {
  const followed = await stopFollowing(em, task.id);
  if (followed !== null) await stopWithin(em, { ...input, task: followed });
  const fields = await changeStatus(em, task, { ...input, to: 'stopped' });
  const run = await closeAttempt(em, task, { state: 'cancelled', reason: input.reason ?? 'stopped' });
  if (run) await postStop(em, task, run, input.reason ?? 'stopped');
  return fields;
}
