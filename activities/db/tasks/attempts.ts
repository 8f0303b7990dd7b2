import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { AttemptKind, AttemptState } from '../entities/attempt.entity.ts';
import type { Em } from '../orm.ts';
import { query, type Sql, sql } from '../sql.ts';
import type { LockedTask } from './lock.ts';

/** Opens the next attempt of a locked task, which runs already. */
export async function openAttempt(
  em: Em,
  task: LockedTask,
  { kind, worker = null }: { kind: AttemptKind; worker?: string | null },
): Promise<RunRef> {
  task.attempt += 1;
  task.attempt_open = true;
  task.attempt_kind = kind;
  await em.execute(
    `with counted as (update tasks set attempt = ? where id = ?)
     insert into attempts (task, number, state, kind, worker, created, claimed, started)
     values (?, ?, 'running', ?, ?, now(), ${worker ? 'now()' : 'null'}, now())`,
    [task.attempt, task.id, task.id, task.attempt, kind, worker],
  );
  return { taskId: task.id, attempt: task.attempt };
}

interface AttemptEnd {
  state: AttemptState;
  reason?: string | null;
  exitCode?: number | null;
}

/** Ends the open attempt of a locked task, if there is one. Answers its identity. */
export async function closeAttempt(em: Em, task: LockedTask, end: AttemptEnd): Promise<RunRef | null> {
  if (!task.attempt_open) return null;
  await query(em, closingAttempt(task, end));
  task.attempt_open = false;
  return { taskId: task.id, attempt: task.attempt };
}

/** The statement that ends the open attempt of a locked task. */
export const closingAttempt = (task: LockedTask, { state, reason = null, exitCode = null }: AttemptEnd): Sql =>
  sql`update attempts set state = ${state}, reason = ${reason}, exit_code = ${exitCode}, ended = now()
    where task = ${task.id} and number = ${task.attempt}`;
