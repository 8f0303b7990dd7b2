import type { TaskStatus } from '../../../workflows/domain/task-status.ts';
import type { AttemptState } from '../entities/attempt.entity.ts';
import type { Db, Em } from '../orm.ts';
import { post } from '../outbox/post.ts';
import { postStop } from '../outbox/post-stop.ts';
import { closeAttempt, openAttempt } from './attempts.ts';
import { changeStatus, type StatusFields } from './change-status.ts';
import { leaveQueue } from './dequeue.ts';
import { type LockedTask, lockTask } from './lock.ts';

export interface ReportInput {
  task: string;
  to: TaskStatus;
  actor: string;
  reason?: string | undefined;
  message?: string | undefined;
  force?: boolean | undefined;
}

const END_STATES: Partial<Record<TaskStatus, AttemptState>> = {
  completed: 'succeeded',
  failed: 'failed',
  stopped: 'cancelled',
  closed: 'succeeded',
  created: 'cancelled',
};

/**
 * A status reported from outside: by the SDK of a running process, by a stock agent, by a person.
 * An attempt that our own agent runs stays open until its process is gone; any other is opened and ended here.
 * @throws Refusal `taskNotFound`, `taskStatus`
 */
export function reportStatus(db: Db, input: ReportInput): Promise<StatusFields> {
  return db.em.fork().transactional(async (em) => applyReport(em, await lockTask(em, input.task), input));
}

/** `reportStatus` for a task that is locked already. */
export async function applyReport(em: Em, task: LockedTask, input: ReportInput): Promise<StatusFields> {
  if (task.status === 'queued' && (input.to !== 'in_progress' || (await waitsInQueue(em, task)))) {
    await leaveQueue(em, task, input.reason ?? input.to);
  }
  const fields = await changeStatus(em, task, input);
  if (input.to === 'in_progress') await followStart(em, task, input.actor);
  else if (task.attempt_kind === 'external') await followEnd(em, task, input);
  else await stopRunOf(em, task, input);
  return fields;
}

/** A queued task that nobody has claimed: whoever starts it himself takes it from the agents. */
async function waitsInQueue(em: Em, task: LockedTask): Promise<boolean> {
  const entries = await em.execute<unknown[]>('select 1 from queue_entries where task = ?', [task.id]);
  return entries.length > 0;
}

/** Somebody has begun to run the task; when no claim of ours is behind it, it is an attempt of its own. */
async function followStart(em: Em, task: LockedTask, actor: string): Promise<void> {
  if (task.attempt_open && task.attempt_kind !== 'external') return;
  if (task.attempt_open) {
    await em.execute(`update attempts set state = 'running', started = coalesce(started, now()) where task = ? and number = ?`, [
      task.id,
      task.attempt,
    ]);
    await post(em, { kind: 'recordChanged', run: { taskId: task.id, attempt: task.attempt } });
    return;
  }
  const run = await openAttempt(em, task, { kind: 'external', worker: actor });
  await post(em, { kind: 'claimed', run, signal: { kind: 'external', worker: actor } });
}

/** What our agent runs may report on itself and go on; when anybody else ends the task, its process is not to go on. */
async function stopRunOf(em: Em, task: LockedTask, { to, actor, reason }: ReportInput): Promise<void> {
  if (!task.attempt_open || !END_STATES[to] || actor === `run:${task.id}-${task.attempt}`) return;
  await postStop(em, task, { taskId: task.id, attempt: task.attempt }, reason || `set to ${to}`);
}

async function followEnd(em: Em, task: LockedTask, { to, reason }: ReportInput): Promise<void> {
  const state = END_STATES[to];
  if (!state) return;
  const run = await closeAttempt(em, task, { state, reason: reason ?? null });
  if (run) await post(em, { kind: 'recordChanged', run });
}
