import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { addSweepEvent } from './add-event.ts';
import { lockSweep } from './lock-sweep.ts';

/** Writes down that a sweep is paused, or goes on; the same twice changes nothing. */
export function pauseSweep(db: Db, { run, paused, by }: { run: RunRef; paused: boolean; by: string }): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const { task } = await lockSweep(em, run);
    const changed = await query(
      em,
      sql`update sweeps set paused_by = ${paused ? by : null} where task = ${task} and (paused_by is null) = ${paused} returning task`,
    );
    if (changed.length > 0) await addSweepEvent(em, { sweep: task, text: paused ? 'paused' : 'resumed', actor: by });
  });
}

/** Says what the sweep does now, in one line; null for nothing worth saying. */
export async function noteActivity(db: Db, { run, activity }: { run: RunRef; activity: string | null }): Promise<void> {
  await query(
    db.em.fork(),
    sql`update sweeps set activity = ${activity} where task = ${run.taskId} and attempt = ${run.attempt} and activity is distinct from ${activity}`,
  );
}
