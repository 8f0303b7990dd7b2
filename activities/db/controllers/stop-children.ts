import type { RunRef } from '../../../workflows/contracts/run.ts';
import { isAtRest, type TaskStatus } from '../../../workflows/domain/task-status.ts';
import { Refusal } from '../errors.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { stopTask } from '../tasks/stop.ts';

/** Asks those children of a controller that wait or run to stop; the others are left alone. */
export async function stopChildren(
  db: Db,
  { run, tasks, reason }: { run: RunRef; tasks: string[]; reason: string },
): Promise<void> {
  const children = await query<{ id: string; status: TaskStatus }>(
    db.em.fork(),
    sql`select id, status from tasks where parent = ${run.taskId} and id = any(${tasks}::text[])`,
  );
  for (const { id } of children.filter(({ status }) => !isAtRest(status))) {
    await stopTask(db, { task: id, actor: `run:${run.taskId}-${run.attempt}`, reason }).catch(ignoreEnded);
  }
}

/** It has ended, or was deleted, since it was looked at. */
function ignoreEnded(error: unknown): void {
  if (error instanceof Refusal && (error.code === 'taskStatus' || error.code === 'taskNotFound')) return;
  throw error;
}
