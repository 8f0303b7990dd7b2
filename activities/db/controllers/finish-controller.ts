import type { ControllerEnd } from '../../../workflows/contracts/controller.ts';
import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { Db } from '../orm.ts';
import { closeAttempt } from '../tasks/attempts.ts';
import { changeStatus } from '../tasks/change-status.ts';
import { lockIfThere } from '../tasks/lock.ts';

const ATTEMPT_ENDS = { completed: 'succeeded', failed: 'failed', stopped: 'cancelled' } as const;

/** Writes the end of a controller's attempt. Does nothing when it has ended already or another one took its place, or the task is gone. */
export function finishController(db: Db, { run, end }: { run: RunRef; end: ControllerEnd }): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const task = await lockIfThere(em, run.taskId);
    if (task?.attempt !== run.attempt || !task.attempt_open) return;
    await closeAttempt(em, task, { state: ATTEMPT_ENDS[end.status], reason: end.reason || null });
    await changeStatus(em, task, {
      to: end.status,
      actor: 'server',
      reason: end.reason,
      message: end.message,
      force: true,
    });
  });
}
