import type { RunRef } from '../../../workflows/contracts/run.ts';
import { stopChildren } from '../controllers/stop-children.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface StoppedStep {
  node: string;
  reason: string;
  /** Its time is over: it has failed, and was not aborted. */
  limit: boolean;
}

/** Asks what nodes have started to stop. How they end is observed. */
export async function stopSteps(db: Db, { run, steps }: { run: RunRef; steps: StoppedStep[] }): Promise<void> {
  const em = db.em.fork();
  for (const [reason, group] of Map.groupBy(steps, ({ reason }) => reason)) {
    const names = group.map(({ node }) => node);
    const limited = group.filter(({ limit }) => limit).map(({ node }) => node);
    const rows = await query<{ task: string }>(
      em,
      sql`update pipeline_nodes set limit_reason = case when name = any(${limited}::text[]) then ${reason} else limit_reason end
          where run = ${run.taskId} and name = any(${names}::text[]) and state in ('queued', 'running', 'blocked') and task is not null
          returning task`,
    );
    await stopChildren(db, { run, tasks: rows.map(({ task }) => task), reason });
  }
}
