import type { TaskStatus } from '../../../workflows/domain/task-status.ts';
import type { Db, Em } from '../orm.ts';
import { admit } from '../queues/admit.ts';
import { query, sql } from '../sql.ts';
import { changeStatus } from '../tasks/change-status.ts';
import { type LockedTask, lockIfThere } from '../tasks/lock.ts';
import { stopTask } from '../tasks/stop.ts';
import { STOPPING } from '../tasks/stopping.ts';
import { stopFollowing } from './follow-python-step.ts';
import { keepStep } from './keep-python-step.ts';

/**
 * Has steps of Python's controllers end that follow a task which has ended; where the task is such a controller, stops what its earlier
 * attempts have left running. Repeated, it changes nothing.
 */
export async function settleSteps(db: Db, task: string): Promise<void> {
  for (const step of await followersOf(db.em.fork(), task)) await db.em.fork().transactional((em) => settle(em, step, task));
  for (const step of await leftRunning(db.em.fork(), task))
    await stopTask(db, { task: step, actor: 'server', reason: `the controller ${task} that started it has ended without it` });
}

async function followersOf(em: Em, task: string): Promise<string[]> {
  const rows = await query<{ task: string }>(em, sql`select task from python_steps where kept_from = ${task} and following`);
  return rows.map(({ task: step }) => step);
}

interface Followed {
  status: TaskStatus;
  status_reason: string;
  status_message: string;
}

async function settle(em: Em, step: string, followed: string): Promise<void> {
  const task = await lockIfThere(em, step);
  if (!task) return;
  const [end] = await query<Followed>(em, sql`select status, status_reason, status_message from tasks where id = ${followed}`);
  if (end?.status === 'in_progress' || end?.status === 'queued') return;
  if ((await stopFollowing(em, step)) === null || task.status !== 'in_progress') return;
  if (end?.status === 'completed' || end?.status === 'published') return keepFrom(em, task, followed);
  if (end?.status === 'created') return runItself(em, task, `task ${followed}, which it followed, was reset`);
  const reason = end
    ? `as task ${followed}, which it followed: ${end.status_reason}`
    : `task ${followed}, which it followed, is gone`;
  const to = end?.status === 'failed' ? 'failed' : 'stopped';
  await changeStatus(em, task, { to, actor: 'server', reason, message: end?.status_message ?? '' });
}

async function keepFrom(em: Em, task: LockedTask, from: string): Promise<void> {
  await query(em, sql`update python_steps set kept_from = ${from} where task = ${task.id}`);
  await keepStep(em, task, from);
}

async function runItself(em: Em, task: LockedTask, reason: string): Promise<void> {
  await changeStatus(em, task, { to: 'queued', actor: 'server', reason, force: true });
  await admit(em, task, { queue: task.queue!, at: 'end' });
}

/** Steps of earlier attempts of a controller that has ended, which no step of the newest attempt follows. */
async function leftRunning(em: Em, run: string): Promise<string[]> {
  const rows = await query<{ task: string }>(
    em,
    sql`select s.task from python_steps s join tasks t on t.id = s.task join tasks r on r.id = s.run
        where s.run = ${run} and r.status in ('completed', 'failed', 'stopped') and s.attempt < r.attempt and s.kept_from is null
          and t.status = 'in_progress' and t.status_message <> ${STOPPING}
          and not exists (select from python_steps f where f.kept_from = s.task and f.following)`,
  );
  return rows.map(({ task }) => task);
}
