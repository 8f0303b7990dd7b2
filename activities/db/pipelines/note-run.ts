import type { StepState } from '../../../workflows/contracts/pipeline.ts';
import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { addToTimeline } from './timeline.ts';

/** Of a blocked node: a function that waits to be called has its task already. */
const BEFORE_BLOCKED = sql`case when task is null then 'pending' else 'running' end`;

/** Shows that a node, or the whole run, waits for the definition's worker, or that it no longer does. */
export function noteBlocked(
  db: Db,
  { run, node, blocked, hook }: { run: RunRef; node: string | null; blocked: boolean; hook: string },
): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const since = blocked ? sql`coalesce(worker_missing_since, now())` : sql`null`;
    const before = await query<{ worker_missing_since: Date | null }>(
      em,
      sql`select worker_missing_since from pipeline_runs where run = ${run.taskId} for update`,
    );
    await query(em, sql`update pipeline_runs set worker_missing_since = ${since} where run = ${run.taskId}`);
    if (blocked === (before[0]?.worker_missing_since === null))
      await addToTimeline(em, {
        run: run.taskId,
        text: blocked ? 'no worker serves the callbacks of the definition' : 'a worker serves the callbacks',
      });
    if (node === null) return;
    const changed = await query<{ state: StepState }>(
      em,
      blocked
        ? sql`update pipeline_nodes set state = 'blocked', reason = ${`${hook} waits for the worker of the definition`}
              where run = ${run.taskId} and name = ${node} and (state = 'pending' or state = 'running' and kind = 'function') returning state`
        : sql`update pipeline_nodes set state = ${BEFORE_BLOCKED}, reason = null
              where run = ${run.taskId} and name = ${node} and state = 'blocked' returning state`,
    );
    for (const { state } of changed) await addToTimeline(em, { run: run.taskId, node, state, text: hook });
  });
}

export function notePaused(db: Db, { run, paused, actor }: { run: RunRef; paused: boolean; actor: string }): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const changed = await query(
      em,
      sql`update pipeline_runs set paused = ${paused} where run = ${run.taskId} and paused <> ${paused} returning run`,
    );
    if (changed.length > 0) await addToTimeline(em, { run: run.taskId, text: paused ? 'paused' : 'resumed', actor });
  });
}
