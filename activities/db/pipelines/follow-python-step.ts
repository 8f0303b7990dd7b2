import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { changeStatus } from '../tasks/change-status.ts';
import type { LockedTask } from '../tasks/lock.ts';

/** A locked step whose like an earlier attempt of its controller has started runs by that one, and will end as it does. */
export async function followStep(em: Em, task: LockedTask, followed: string): Promise<void> {
  const [row] = await query<{ started: Date | null }>(em, sql`select started from tasks where id = ${followed}`);
  const reason = `follows task ${followed}, which runs since before the controller was started anew`;
  const also: Record<string, string> = row?.started ? { started: new Date(row.started).toISOString() } : {};
  await changeStatus(em, task, { to: 'in_progress', actor: 'server', reason }, also);
}

/** A locked step follows no task any more. Answers the one that it has followed. */
export async function stopFollowing(em: Em, task: string): Promise<string | null> {
  const [row] = await query<{ kept_from: string }>(
    em,
    sql`update python_steps s set following = false, kept_from = null
        from (select task, kept_from from python_steps where task = ${task} and following) before
        where s.task = before.task returning before.kept_from`,
  );
  return row?.kept_from ?? null;
}
