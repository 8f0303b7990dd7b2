import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { Db } from '../orm.ts';

export interface RunDescription extends RunRef {
  name: string;
  project: string;
  queue: string | null;
  /** Somebody has taken it out of its queue to run it. */
  claimed: boolean;
}

/** Names of a run for people who look into Temporal; null when its task was deleted. */
export async function describeRun(db: Db, run: RunRef): Promise<RunDescription | null> {
  const [row] = await db.em.fork().execute<Omit<RunDescription, keyof RunRef>[]>(
    `select t.name, coalesce(p.name, t.project) as project, q.name as queue, coalesce(a.claimed is not null, false) as claimed
     from tasks t left join projects p on p.id = t.project left join queues q on q.id = t.queue
       left join attempts a on a.task = t.id and a.number = ? where t.id = ?`,
    [run.attempt, run.taskId],
  );
  return row ? { ...run, ...row } : null;
}
