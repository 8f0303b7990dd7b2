import type { FunctionEnd, FunctionRef } from '../../../workflows/contracts/pipeline-activities.ts';
import type { FunctionCall } from '../../../workflows/contracts/pipeline-hooks.ts';
import { encodeValue } from '../../../workflows/domain/pipeline/parameters.ts';
import type { Artifact, HyperParameter } from '../entities/task.entity.ts';
import type { Db, Em } from '../orm.ts';
import { jsonb, query, sql } from '../sql.ts';
import { closeAttempt } from '../tasks/attempts.ts';
import { changeStatus } from '../tasks/change-status.ts';
import { type LockedTask, lockTask } from '../tasks/lock.ts';
import { endedTasks, mappedItem } from './hooks.ts';
import type { NodeRow } from './node-rows.ts';
import { readRun } from './run-record.ts';

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
    parameters,
    node,
    step: row.step,
    attempt,
    task,
    arguments: row.parameters,
    tasks: await endedTasks(em, run.taskId),
    ...mappedItem(row),
  };
}

const ATTEMPT_ENDS = { completed: 'succeeded', failed: 'failed', stopped: 'cancelled' } as const;

/** Writes the results of a function and the end of its attempt, once. */
export function finishFunction(db: Db, { run, node, task: id, attempt, end }: FunctionRef & { end: FunctionEnd }): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const [row] = await query<{ name: string }>(
      em,
      sql`select name from pipeline_nodes where run = ${run.taskId} and name = ${node} and task = ${id} and attempts = ${attempt} for update`,
    );
    if (!row) return;
    const task = await lockTask(em, id);
    if (!task.attempt_open) return;
    if (end.status === 'completed') await keepResult(em, task, end.result);
    await closeAttempt(em, task, { state: ATTEMPT_ENDS[end.status], reason: 'reason' in end ? end.reason : null });
    await changeStatus(em, task, {
      to: end.status,
      actor: 'server',
      force: true,
      ...('reason' in end ? { reason: end.reason } : {}),
    });
  });
}

/** Longer values are artifacts whose preview is the value itself. */
const LONGEST_PARAMETER = 1000;

async function keepResult(em: Em, { id }: LockedTask, result: Record<string, unknown>): Promise<void> {
  const parameters: Record<string, HyperParameter> = {};
  const artifacts: Artifact[] = [];
  for (const [key, value] of Object.entries(result)) {
    const encoded = encodeValue(value);
    if (encoded.value.length <= LONGEST_PARAMETER) parameters[key] = { section: 'return', name: key, ...encoded };
    else artifacts.push(jsonArtifact(key, encoded.value));
  }
  await query(
    em,
    sql`update tasks set hyperparams = hyperparams || ${jsonb({ return: parameters })},
          artifacts = (select coalesce(jsonb_agg(a), '[]') from jsonb_array_elements(artifacts) a where not a ->> 'key' = any(${Object.keys(result)}::text[]))
            || ${jsonb(artifacts)}
        where id = ${id}`,
  );
}

const jsonArtifact = (key: string, text: string): Artifact => ({
  key,
  mode: 'output',
  type: 'json',
  content_size: text.length,
  timestamp: Math.floor(Date.now() / 1000),
  type_data: { preview: text, content_type: 'application/json' },
});
