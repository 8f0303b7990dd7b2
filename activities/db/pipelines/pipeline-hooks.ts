import type { PipelineHook } from '../../../workflows/contracts/pipeline.ts';
import type { PipelineHookCall } from '../../../workflows/contracts/pipeline-hooks.ts';
import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { unlessLong } from './given-parameters.ts';
import { readRun } from './run-record.ts';
import { addToTimeline } from './timeline.ts';

const keyOf = ({ taskId, attempt }: RunRef, hook: PipelineHook): string => `${taskId}/${hook}/${attempt}`;

/** What a hook of the whole run is called with; null when it has been called. */
export async function describePipelineHook(
  db: Db,
  { run, hook, status }: { run: RunRef; hook: PipelineHook; status: string | null },
): Promise<PipelineHookCall | null> {
  const em = db.em.fork();
  const [known] = await query(em, sql`select 1 from pipeline_hooks where run = ${run.taskId} and key = ${keyOf(run, hook)}`);
  if (known) return null;
  const { spec, parameters } = await readRun(em, run.taskId);
  return {
    idempotencyKey: keyOf(run, hook),
    run: run.taskId,
    pipeline: { project: spec.project, name: spec.name, version: spec.version },
    parameters: unlessLong(parameters),
    hook,
    status,
  };
}

export async function recordPipelineHook(db: Db, { run, hook }: { run: RunRef; hook: PipelineHook }): Promise<void> {
  const em = db.em.fork();
  const added = await query(
    em,
    sql`insert into pipeline_hooks (run, key, node, hook, attempt, outcome, at)
        values (${run.taskId}, ${keyOf(run, hook)}, null, ${hook}, ${run.attempt}, '{}', now()) on conflict do nothing returning key`,
  );
  if (added.length > 0) await addToTimeline(em, { run: run.taskId, text: `${hook} returned` });
}
