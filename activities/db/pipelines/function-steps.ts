import type { FunctionEnd, FunctionRef } from '../../../workflows/contracts/pipeline-activities.ts';
import { type FunctionAnswer, type FunctionCall, LONGEST_PARAMETER } from '../../../workflows/contracts/pipeline-hooks.ts';
import { submittedSource } from '../../../workflows/domain/pipeline/function-script.ts';
import { encodeValue } from '../../../workflows/domain/pipeline/parameters.ts';
import type { HyperParameter } from '../entities/task.entity.ts';
import type { Db, Em } from '../orm.ts';
import { jsonb, query, sql } from '../sql.ts';
import { closeAttempt } from '../tasks/attempts.ts';
import { changeStatus } from '../tasks/change-status.ts';
import { type LockedTask, lockTask } from '../tasks/lock.ts';
import { resultArtifacts, storeResult } from './function-results.ts';
import { unlessLong } from './given-parameters.ts';
import { endedTasks, mappedItem } from './hooks.ts';
import { type NodeRow, updateNode } from './node-rows.ts';
import { readRun } from './run-record.ts';
import { addToTimeline } from './timeline.ts';

/** What the definition's worker is called with; null when the attempt has ended, or another one took its place. */
export async function describeFunction(db: Db, { run, node, task, attempt }: FunctionRef): Promise<FunctionCall | null> {
  const em = db.em.fork();
  const [row] = await query<NodeRow>(
    em,
    sql`select * from pipeline_nodes where run = ${run.taskId} and name = ${node} and task = ${task} and attempts = ${attempt}`,
  );
  if (!row) return null;
  const { spec, parameters } = await readRun(em, run.taskId);
  return {
    idempotencyKey: `${run.taskId}/${node}/function/${attempt}`,
    run: run.taskId,
    pipeline: { project: spec.project, name: spec.name, version: spec.version },
    parameters: unlessLong(parameters),
    node,
    step: row.step,
    attempt,
    task,
    callbacksOf: row.spec.callbacksOf,
    code: submittedSource(spec, row.spec) === undefined ? null : (row.spec.code.run ?? null),
    arguments: unlessLong(row.parameters),
    tasks: await endedTasks(em, run.taskId),
    ...mappedItem(row),
  };
}

const ATTEMPT_ENDS = { completed: 'succeeded', failed: 'failed', stopped: 'cancelled' } as const;

/** Writes the results of a function and the end of its attempt, once. */
export function finishFunction(db: Db, { run, node, task: id, attempt, end }: FunctionRef & { end: FunctionEnd }): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const [row] = await query<NodeRow>(
      em,
      sql`select * from pipeline_nodes where run = ${run.taskId} and name = ${node} and task = ${id} and attempts = ${attempt} for update`,
    );
    if (!row) return;
    const task = await lockTask(em, id);
    if (!task.attempt_open) return;
    if (end.status === 'completed') await keepResult(em, task, { row, end });
    await closeAttempt(em, task, { state: ATTEMPT_ENDS[end.status], reason: 'reason' in end ? end.reason : null });
    await changeStatus(em, task, {
      to: end.status,
      actor: 'server',
      force: true,
      ...('reason' in end ? { reason: end.reason } : {}),
    });
  });
}

async function keepResult(
  em: Em,
  { id }: LockedTask,
  { row, end: { values, code } }: { row: NodeRow; end: FunctionAnswer },
): Promise<void> {
  const parameters: Record<string, HyperParameter> = {};
  const { attempts: attempt } = row;
  for (const [key, value] of Object.entries(values)) {
    const encoded = encodeValue(value);
    if (encoded.value.length <= LONGEST_PARAMETER) parameters[key] = { section: 'return', name: key, ...encoded };
    else await storeResult(em, { task: id, attempt, key, value });
  }
  const artifacts = await resultArtifacts(em, { task: id, attempt });
  await query(
    em,
    sql`update tasks set hyperparams = hyperparams || ${jsonb({ return: parameters })},
          artifacts = (select coalesce(jsonb_agg(a), '[]') from jsonb_array_elements(artifacts) a where a ->> 'type' <> 'json' or a ? 'uri')
            || ${jsonb(artifacts)}
        where id = ${id}`,
  );
  if (row.cache_key !== null && row.spec.code.run !== code) await forgetCacheKey(em, row);
}

/** The worker was started again with another code: what that gave is no answer for the code of the definition. */
async function forgetCacheKey(em: Em, row: NodeRow): Promise<void> {
  await updateNode(em, row, { cache_key: null, cache_parts: null });
  const text = 'not kept for the cache: its worker runs other code than the definition that was submitted';
  await addToTimeline(em, { run: row.run, node: row.name, text });
}
