import { startController } from '../controllers/start-controller.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { type LockedTask, lockTask } from '../tasks/lock.ts';
import { forgetFrom } from './rerun-step.ts';
import { readRun } from './run-record.ts';
import { addToTimeline } from './timeline.ts';

/**
 * Starts a run that was stopped or has failed again: what is finished is kept.
 * @throws Refusal `taskNotFound`, `taskStatus`, `invalid` when its definition is no longer sound
 */
export function continueRun(db: Db, { run, actor }: { run: string; actor: string }): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const task = await lockRestable(em, run, ['stopped', 'failed']);
    await readRun(em, run);
    await startController(em, task, { actor, reason: 'continued' });
    await addToTimeline(em, { run, text: 'continued', actor });
  });
}

/**
 * Starts a run that has ended again, from a step on: that and all that comes after it run again, and what is not finished.
 * @throws Refusal `taskNotFound`, `taskStatus`, `invalid`
 */
export function rerunFrom(db: Db, { run, step, actor }: { run: string; step: string; actor: string }): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const task = await lockRestable(em, run, ['stopped', 'failed', 'completed']);
    await readRun(em, run);
    await forgetFrom(em, { run, step, actor });
    await startController(em, task, { actor, reason: `run again from ${step}` });
  });
}

async function lockRestable(em: Em, run: string, allowed: readonly string[]): Promise<LockedTask> {
  const task = await lockTask(em, run);
  if (task.controller !== 'pipeline')
    throw new Refusal('taskStatus', `task ${run} is no run of a pipeline that this server carries on`, { field: 'run' });
  if (!allowed.includes(task.status))
    throw new Refusal('taskStatus', `run ${run} is ${task.status}; allowed: ${allowed.join(', ')}`, {
      field: 'status',
      data: { id: run, current_status: task.status },
    });
  return task;
}
