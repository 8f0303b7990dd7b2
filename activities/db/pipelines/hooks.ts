import type { StepState } from '../../../workflows/contracts/pipeline.ts';
import type { HookDescription, HookRef, RecordedHook } from '../../../workflows/contracts/pipeline-activities.ts';
import type { StepHookOutcome } from '../../../workflows/contracts/pipeline-hooks.ts';
import type { RunRef } from '../../../workflows/contracts/run.ts';
import { isEnd } from '../../../workflows/domain/pipeline/ends.ts';
import { compactNode } from '../../../workflows/domain/pipeline/node.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { addSteps } from './add-steps.ts';
import { givenParameters, unlessLong } from './given-parameters.ts';
import { lockNode, type NodeRow, plannedNode, updateNode } from './node-rows.ts';
import { readRun } from './run-record.ts';
import { isTheUsers } from './start-steps.ts';
import { addToTimeline } from './timeline.ts';

/** The same for every try of one call. */
const hookKey = (run: string, { node, hook, attempt, suffix }: HookRef): string =>
  [run, node, hook, attempt, ...(suffix ? [suffix] : [])].join('/');

interface DescribeInput extends HookRef {
  run: RunRef;
  state: StepState;
  previousState: StepState | null;
}

/** What a hook is called with, or what it has answered when it was called before. */
export async function describeHook(db: Db, input: DescribeInput): Promise<HookDescription> {
  const em = db.em.fork();
  const { run, ...hook } = input;
  const recorded = await readOutcome(em, run.taskId, hookKey(run.taskId, hook));
  if (recorded) return { call: null, recorded: { decision: recorded.decision ?? null, added: [], problem: null } };
  const record = await readRun(em, run.taskId);
  const [row] = await query<NodeRow>(em, sql`select * from pipeline_nodes where run = ${run.taskId} and name = ${hook.node}`);
  if (!row) throw new Refusal('taskNotFound', `run ${run.taskId} has no step "${hook.node}"`, { field: 'step' });
  const { spec } = record;
  return {
    recorded: null,
    call: {
      idempotencyKey: hookKey(run.taskId, hook),
      run: run.taskId,
      pipeline: { project: spec.project, name: spec.name, version: spec.version },
      parameters: unlessLong(record.parameters),
      hook: hook.hook,
      node: row.name,
      step: row.step,
      attempt: hook.attempt,
      state: hook.state,
      previousState: hook.previousState,
      task: row.task,
      callbacksOf: row.spec.callbacksOf,
      stepParameters: unlessLong(await givenParameters(em, record.parameters, row)),
      tasks: await endedTasks(em, run.taskId),
      ...mappedItem(row),
    },
  };
}

/** The item of an instance of a mapped step unless it is long, and its place. */
export const mappedItem = ({ index, item, spec }: NodeRow): { item?: unknown; index?: number } =>
  index !== null && spec.map ? { ...unlessLong({ item }), index } : {};

async function readOutcome(em: Em, run: string, key: string): Promise<StepHookOutcome | null> {
  const [row] = await query<{ outcome: StepHookOutcome }>(
    em,
    sql`select outcome from pipeline_hooks where run = ${run} and key = ${key}`,
  );
  return row?.outcome ?? null;
}

/** Tasks of the nodes that have ended, by name. */
export async function endedTasks(em: Em, run: string): Promise<Record<string, string>> {
  const rows = await query<{ name: string; task: string; state: StepState }>(
    em,
    sql`select name, task, state from pipeline_nodes where run = ${run} and task is not null`,
  );
  return Object.fromEntries(rows.filter(({ state }) => isEnd(state)).map(({ name, task }) => [name, task]));
}

/** Records what a hook has answered and applies it, once for each key: a second answer changes nothing. */
export async function recordHook(
  db: Db,
  { run, outcome, ...hook }: HookRef & { run: RunRef; outcome: StepHookOutcome },
): Promise<RecordedHook> {
  try {
    return await db.em.fork().transactional((em) => record(em, { run: run.taskId, hook, outcome }));
  } catch (error) {
    if (!isTheUsers(error)) throw error;
    return { decision: null, added: [], problem: (error as Error).message };
  }
}

async function record(
  em: Em,
  { run, hook, outcome }: { run: string; hook: HookRef; outcome: StepHookOutcome },
): Promise<RecordedHook> {
  const row = await lockNode(em, run, hook.node);
  const key = hookKey(run, hook);
  const known = await readOutcome(em, run, key);
  if (known) return { decision: known.decision ?? null, added: [], problem: null };
  await query(
    em,
    sql`insert into pipeline_hooks (run, key, node, hook, attempt, outcome, at)
        values (${run}, ${key}, ${hook.node}, ${hook.hook}, ${hook.attempt}, ${JSON.stringify(outcome)}::jsonb, now())`,
  );
  await addToTimeline(em, { run, node: hook.node, text: `${hook.hook} returned${describe(outcome)}` });
  if (outcome.parameters) await updateNode(em, row, { overrides: { ...row.overrides, ...outcome.parameters } });
  const added = outcome.addSteps?.length ? await addSteps(em, run, outcome.addSteps, row) : [];
  return { decision: outcome.decision ?? null, added: added.map((node) => compactNode(plannedNode(node))), problem: null };
}

function describe({ decision, parameters, items, addSteps: steps }: StepHookOutcome): string {
  const parts = [
    decision === undefined ? [] : [`${decision}`],
    parameters ? [`changed ${Object.keys(parameters).join(', ')}`] : [],
    items ? [`${items.length} items`] : [],
    steps?.length ? [`added ${steps.map(({ name }) => name).join(', ')}`] : [],
  ].flat();
  return parts.length > 0 ? `: ${parts.join('; ')}` : '';
}
