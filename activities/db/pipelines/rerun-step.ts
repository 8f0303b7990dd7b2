import type { PipelineNode, PipelineStart } from '../../../workflows/contracts/pipeline-activities.ts';
import type { RunRef } from '../../../workflows/contracts/run.ts';
import { withDescendants } from '../../../workflows/domain/pipeline/run-state.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { describeStart } from './begin-pipeline.ts';
import { lockNode, type NodeRow, plannedNode, readNodes, updateNode } from './node-rows.ts';
import { readRun } from './run-record.ts';
import { addToTimeline } from './timeline.ts';

/** Makes a step and all that comes after it as if they had not run, in a run that goes on. */
export function rerunStep(db: Db, { run, step, actor }: { run: RunRef; step: string; actor: string }): Promise<PipelineStart> {
  return db.em.fork().transactional(async (em) => {
    await forgetFrom(em, { run: run.taskId, step, actor });
    return describeStart(em, await readRun(em, run.taskId), run);
  });
}

/**
 * The node itself and all that comes after it start anew; their tasks stay as those of earlier runs.
 * @throws Refusal `taskNotFound` when the run has no such step
 */
export async function forgetFrom(em: Em, { run, step, actor }: { run: string; step: string; actor: string }): Promise<void> {
  const target = await lockNode(em, run, step);
  const rows = await readNodes(em, run);
  const planned = new Map(rows.map((row) => [row.name, plannedNode(row)]));
  const affected = new Set(withDescendants(planned, target.name).map(({ name }) => name));
  if (target.instance_of !== null) for (const { name } of afterInstance(planned, target)) affected.add(name);
  for (const row of rows) {
    if (!affected.has(row.name)) continue;
    if (row.instance_of !== null && affected.has(row.instance_of) && row.name !== step) await removeInstance(em, row);
    else await startAnew(em, row, row.name === target.instance_of ? (row.spec.repeat ? target.index : row.instances) : null);
  }
  await addToTimeline(em, { run, node: step, text: 'runs again, with all that comes after it', actor });
}

/** Of an instance that runs again its group ends anew, and so does what depends on that. */
function afterInstance(planned: ReadonlyMap<string, PipelineNode>, { instance_of, index }: NodeRow) {
  const group = instance_of ?? '';
  const later = [...planned.values()].filter(
    (node) => node.instanceOf === group && planned.get(group)?.group?.kind === 'repeat' && (node.index ?? 0) > (index ?? 0),
  );
  const dependents = withDescendants(planned, group).filter(({ instanceOf }) => instanceOf !== group);
  return [...later, ...dependents];
}

async function removeInstance(em: Em, { run, name }: NodeRow): Promise<void> {
  await query(em, sql`delete from pipeline_nodes where run = ${run} and name = ${name}`);
}

async function startAnew(em: Em, row: NodeRow, instances: number | null): Promise<void> {
  await updateNode(em, row, {
    state: instances === null ? 'pending' : 'running',
    reason: null,
    base: row.attempts,
    instances,
    task: null,
    earlier: row.task === null ? row.earlier : [...row.earlier, row.task],
    overrides: {},
    queued: null,
    started: instances === null ? null : row.started,
    ended: null,
    due: null,
    limit_reason: null,
    approved_by: null,
  });
}
