import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { changeStatus } from '../tasks/change-status.ts';
import type { LockedTask } from '../tasks/lock.ts';

/** A locked step that an earlier attempt of its controller has finished ends with that one's results, and no agent sees it. */
export async function keepStep(em: Em, task: LockedTask, from: string): Promise<void> {
  await takeResults(em, { task: task.id, from });
  const reason = `kept: task ${from} did the same before the controller was started anew`;
  if (task.status !== 'in_progress') await changeStatus(em, task, { to: 'in_progress', actor: 'server', reason });
  await changeStatus(em, task, { to: 'completed', actor: 'server', reason });
}

/** Gives a step the results of another task that did the same. */
async function takeResults(em: Em, { task, from }: { task: string; from: string }): Promise<void> {
  await query(
    em,
    sql`update tasks t set
          artifacts = (select coalesce(jsonb_agg(a), '[]') from jsonb_array_elements(t.artifacts) a where a ->> 'mode' = 'input')
            || (select coalesce(jsonb_agg(a), '[]') from jsonb_array_elements(f.artifacts) a where a ->> 'mode' = 'output'),
          models = jsonb_set(t.models, '{output}', f.models -> 'output'),
          hyperparams = t.hyperparams || case when f.hyperparams ? 'return' then jsonb_build_object('return', f.hyperparams -> 'return') else '{}' end,
          last_iteration = f.last_iteration
        from tasks f where t.id = ${task} and f.id = ${from}`,
  );
}
