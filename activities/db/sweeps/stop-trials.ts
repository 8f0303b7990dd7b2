import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { Verdict } from '../../../workflows/domain/sweeps/trial-state.ts';
import { stopChildren } from '../controllers/stop-children.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface StopTrialsInput {
  run: RunRef;
  tasks: string[];
  verdict: Verdict;
  /** For people: why. */
  reason: string;
}

/** Tells trials to stop, after it was written down why: what their tasks say at their end is read by that. */
export async function stopTrials(db: Db, { run, tasks, verdict, reason }: StopTrialsInput): Promise<void> {
  if (tasks.length === 0) return;
  await query(
    db.em.fork(),
    sql`update sweep_trials set verdict = ${verdict}, reason = ${reason}
        where sweep = ${run.taskId} and task = any(${tasks}::text[]) and ended is null and verdict is null`,
  );
  await stopChildren(db, { run, tasks, reason });
}
