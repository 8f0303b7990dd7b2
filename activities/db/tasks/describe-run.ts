import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { Db } from '../orm.ts';

export interface RunDescription extends RunRef {
  name: string;
  project: string;
  queue: string | null;
}

/** Names of a run for people who look into Temporal; null when its task was deleted. */
export async function describeRun(db: Db, run: RunRef): Promise<RunDescription | null> {
  const [row] = await db.em.fork().execute<{ name: string; project: string; queue: string | null }[]>(
    `select t.name, coalesce(p.name, t.project) as project, q.name as queue
     from tasks t left join projects p on p.id = t.project left join queues q on q.id = t.queue where t.id = ?`,
    [run.taskId],
  );
  return row ? { ...run, ...row } : null;
}
