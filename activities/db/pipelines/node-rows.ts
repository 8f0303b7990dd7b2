import type { StepSpec, StepState } from '../../../workflows/contracts/pipeline.ts';
import { isEnd } from '../../../workflows/domain/pipeline/ends.ts';
import { instanceName, nodeOfStep, type PipelineNode } from '../../../workflows/domain/pipeline/node.ts';
import type { NodeUpdate } from '../../../workflows/domain/pipeline/run-state.ts';
import type { PipelineNodeRow } from '../entities/pipeline.entity.ts';
import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { query, type Sql, sql, tables, writeTogether } from '../sql.ts';

export type NodeRow = { [Name in keyof PipelineNodeRow]-?: Exclude<PipelineNodeRow[Name], undefined> };

/** Every node of a run, in their order. */
export const readNodes = (em: Em, run: string): Promise<NodeRow[]> =>
  query<NodeRow>(em, sql`select * from pipeline_nodes where run = ${run} order by position, index nulls first`);

/**
 * Locks a node for the rest of the transaction.
 * @throws Refusal `taskNotFound` when the run has no such node
 */
export async function lockNode(em: Em, run: string, name: string): Promise<NodeRow> {
  const [row] = await query<NodeRow>(em, sql`select * from pipeline_nodes where run = ${run} and name = ${name} for update`);
  if (row) return row;
  throw new Refusal('taskNotFound', `run ${run} has no step "${name}"`, { field: 'step', data: { run, step: name } });
}

type Changes = Partial<Omit<NodeRow, 'run' | 'name'>>;

const JSON_COLUMNS = new Set(['item', 'spec', 'parameters', 'overrides', 'cache_parts']);

/** Writes columns of a locked node, with statements that write other rows `beside`: all takes one way to Postgres. */
export async function updateNode(em: Em, row: NodeRow, changes: Changes, beside: readonly Sql[] = []): Promise<void> {
  Object.assign(row, changes);
  const sets = Object.entries(changes).map(([name, value]) => {
    const bound = JSON_COLUMNS.has(name) && value !== null ? sql`${JSON.stringify(value)}::jsonb` : sql`${value}`;
    return sql`${sql.ref(name)} = ${bound}`;
  });
  const update = sql`update pipeline_nodes set ${sql.join(sets)} where run = ${row.run} and name = ${row.name}`;
  await writeTogether(em, [...beside, update]);
}

/** Rows of steps that nothing has happened to yet. */
export async function insertSteps(em: Em, run: string, steps: readonly StepSpec[], firstPosition: number): Promise<void> {
  if (steps.length === 0) return;
  const rows = steps.map((step, index) => ({
    run,
    name: step.name,
    position: firstPosition + index,
    step: step.name,
    kind: step.kind,
    parents: step.parents,
    stage: step.stage,
    spec: JSON.stringify(step),
  }));
  await tables(em)
    .insertInto('pipeline_nodes')
    .values(rows)
    .onConflict((on) => on.columns(['run', 'name']).doNothing())
    .execute();
}

/** Rows of instances of a mapped or repeated step. */
export async function insertInstances(em: Em, group: NodeRow, instances: { index: number; item?: unknown }[]): Promise<void> {
  if (instances.length === 0) return;
  const kind = group.spec.map ? 'map' : 'repeat';
  const rows = instances.map(({ index, item }) => ({
    run: group.run,
    name: instanceName(group.name, kind, index),
    position: group.position,
    step: group.step,
    kind: group.kind,
    stage: group.stage,
    instance_of: group.name,
    index,
    item: item === undefined ? null : JSON.stringify(item),
    spec: JSON.stringify(group.spec),
  }));
  await tables(em)
    .insertInto('pipeline_nodes')
    .values(rows)
    .onConflict((on) => on.columns(['run', 'name']).doNothing())
    .execute();
}

/** A node as planning sees it. */
export function plannedNode(row: NodeRow): PipelineNode {
  const node = nodeOfStep(row.spec);
  const update = updateOf(row);
  return {
    ...node,
    name: row.name,
    parents: row.parents,
    ...(row.instance_of === null
      ? {}
      : {
          group: null,
          instanceOf: row.instance_of,
          index: row.index,
          hooks: node.hooks.filter((hook) => !['when', 'items', 'until'].includes(hook)),
        }),
    run: {
      ...node.run,
      state: plannedState(row),
      attempt: row.attempts,
      base: row.base,
      ended: isEnd(row.state),
      queuedAt: update.queuedAt,
      startedAt: update.startedAt,
      dueAt: update.dueAt,
      instances: row.instances,
    },
  };
}

/** That a node waits for the definition's worker is shown to people; for planning it is where it was. */
const plannedState = ({ state, task }: NodeRow): StepState => {
  if (state !== 'blocked') return state;
  return task === null ? 'pending' : 'running';
};

/** What the workflow is told of a node. */
export const updateOf = (row: NodeRow): NodeUpdate => ({
  node: row.name,
  state: row.task !== null ? plannedState(row) : row.state,
  attempt: row.attempts,
  task: row.task,
  queuedAt: row.queued?.getTime() ?? null,
  startedAt: row.started?.getTime() ?? null,
  dueAt: row.due?.getTime() ?? null,
});
