import type { RunNames } from '../../../workflows/contracts/outbox.ts';
import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface RunDescription extends RunRef, RunNames {
  /** Somebody has taken it out of its queue to run it. */
  claimed: boolean;
}

/** Names of a run as columns of the task `t`. */
export const RUN_NAMES = sql`t.name, coalesce((select p.name from projects p where p.id = t.project), t.project) as project,
  (select q.name from queues q where q.id = t.queue) as queue`;

/** Names of a run for people who look into Temporal; null when its task was deleted. */
export async function describeRun(db: Db, run: RunRef): Promise<RunDescription | null> {
  const [row] = await query<Omit<RunDescription, keyof RunRef>>(
    db.em.fork(),
    sql`select ${RUN_NAMES}, coalesce(a.claimed is not null, false) as claimed
        from tasks t left join attempts a on a.task = t.id and a.number = ${run.attempt} where t.id = ${run.taskId}`,
  );
  return row ? { ...run, ...row } : null;
}
