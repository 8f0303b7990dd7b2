import type { StepHook, StepSpec } from '../../../workflows/contracts/pipeline.ts';
import type { PipelineStart } from '../../../workflows/contracts/pipeline-activities.ts';
import type { RunRef } from '../../../workflows/contracts/run.ts';
import { compactNode } from '../../../workflows/domain/pipeline/node.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { insertSteps, type NodeRow, plannedNode, readNodes, updateNode } from './node-rows.ts';
import { type RunRecord, readRun } from './run-record.ts';
import { addToTimeline } from './timeline.ts';

/**
 * Prepares the nodes of an attempt that has just begun: all of them the first time; later what is finished is kept, and the rest
 * starts anew. Asked again for the same attempt it answers where everything stands.
 */
export async function beginPipeline(db: Db, run: RunRef): Promise<PipelineStart> {
  try {
    return await db.em.fork().transactional((em) => begin(em, run));
  } catch (error) {
    if (error instanceof Refusal) return { ...NOTHING, problem: error.message };
    throw error;
  }
}

const NOTHING: PipelineStart = {
  problem: null,
  pipeline: { project: '', name: '', version: '' },
  nodes: [],
  abortOnFailure: false,
  maxParallel: null,
  deadline: null,
  timeLimitMs: null,
  hooks: [],
  paused: false,
};

async function begin(em: Em, run: RunRef): Promise<PipelineStart> {
  const record = await readRun(em, run.taskId);
  const state = await lockRun(em, run.taskId);
  if (state.attempt !== run.attempt) {
    await prepareNodes(em, record);
    await query(
      em,
      sql`update pipeline_runs set attempt = ${run.attempt}, paused = false, worker_missing_since = null where run = ${run.taskId}`,
    );
    await addToTimeline(em, { run: run.taskId, text: run.attempt === 1 ? 'the run begins' : `attempt ${run.attempt} begins` });
    await query(
      em,
      sql`update tasks set runtime = runtime || ${JSON.stringify({ version: record.spec.version })}::jsonb where id = ${run.taskId}`,
    );
  }
  return describeStart(em, record, run);
}

/** Where the run stands, for its workflow. */
export async function describeStart(em: Em, { spec, run: id }: RunRecord, run: RunRef): Promise<PipelineStart> {
  const rows = await readNodes(em, id);
  const passed = await readPassed(em, id);
  const [facts] = await query<{ started: Date | null; paused: boolean }>(
    em,
    sql`select a.started, r.paused from attempts a join pipeline_runs r on r.run = a.task
        where a.task = ${id} and a.number = ${run.attempt}`,
  );
  const started = facts?.started ?? new Date();
  return {
    problem: null,
    pipeline: { project: spec.project, name: spec.name, version: spec.version },
    nodes: rows.map((row) => {
      const node = plannedNode(row);
      const answered = passed.get(`${row.name} ${Math.max(row.base + 1, row.attempts)}`) ?? [];
      return compactNode({ ...node, run: { ...node.run, passed: answered } });
    }),
    abortOnFailure: spec.abortOnFailure,
    maxParallel: spec.maxParallel,
    deadline: spec.timeLimitMs === null ? null : started.getTime() + spec.timeLimitMs,
    timeLimitMs: spec.timeLimitMs,
    hooks: spec.hooks,
    paused: facts?.paused ?? false,
  };
}

async function lockRun(em: Em, run: string): Promise<{ attempt: number }> {
  await query(em, sql`insert into pipeline_runs (run) values (${run}) on conflict do nothing`);
  const [row] = await query<{ attempt: number }>(em, sql`select attempt from pipeline_runs where run = ${run} for update`);
  return row ?? { attempt: 0 };
}

async function prepareNodes(em: Em, { run, spec }: RunRecord): Promise<void> {
  const rows = await readNodes(em, run);
  const steps = new Map(spec.steps.map((step) => [step.name, step]));
  for (const row of rows) if (!isKept(row)) await restart(em, row, steps.get(row.step) ?? row.spec);
  const known = new Set(rows.map(({ name }) => name));
  await insertSteps(
    em,
    run,
    spec.steps.filter(({ name }) => !known.has(name)),
    rows.length,
  );
}

/** Finished steps are not run again; a group goes on with the instances that are missing. */
const isKept = ({ state, task }: NodeRow): boolean =>
  state === 'completed' ||
  state === 'cached' ||
  ((state === 'queued' || state === 'running' || state === 'blocked') && task !== null);

async function restart(em: Em, row: NodeRow, spec: StepSpec): Promise<void> {
  const goesOn = row.instances !== null && row.state !== 'skipped';
  await updateNode(em, row, {
    spec,
    parents: row.instance_of === null ? spec.parents : [],
    stage: spec.stage,
    state: goesOn ? 'running' : 'pending',
    reason: null,
    base: row.attempts,
    instances: goesOn ? row.instances : null,
    task: null,
    earlier: row.task === null ? row.earlier : [...row.earlier, row.task],
    queued: null,
    started: goesOn ? row.started : null,
    ended: null,
    due: null,
    limit_reason: null,
    approved_by: null,
  });
}

/** Hooks that have answered, by node and attempt. */
async function readPassed(em: Em, run: string): Promise<Map<string, StepHook[]>> {
  const rows = await query<{ node: string; attempt: number; hook: StepHook }>(
    em,
    sql`select node, attempt, hook from pipeline_hooks where run = ${run} and node is not null`,
  );
  const passed = new Map<string, StepHook[]>();
  for (const { node, attempt, hook } of rows) {
    const key = `${node} ${attempt}`;
    passed.set(key, [...(passed.get(key) ?? []), hook]);
  }
  return passed;
}
