import type { NodeView, RunEvent, RunView } from '../../../../workflows/contracts/pipeline-api.ts';
import { Refusal } from '../../errors.ts';
import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { readChildren } from './list-runs.ts';
import { definitionNodes, ourNodes, pythonNodes } from './node-views.ts';
import { definitionOf, parameterTypes, type RunRow, readRuns, summaryOf } from './run-rows.ts';
import { splitRunsProject } from './runs-project.ts';

export type RunFacts = Omit<RunView, 'workflowId' | 'temporalUrl'>;

/**
 * A run with its steps.
 * @throws Refusal `taskNotFound`
 */
export async function viewRun(em: Em, run: string): Promise<RunFacts> {
  const row = await requireRun(em, run);
  const children = row.ours ? [] : ((await readChildren(em, [run])).get(run) ?? []);
  const spec = definitionOf(row);
  return {
    ...summaryOf(row, children),
    pipeline: { id: row.project, ...splitRunsProject(row.path) },
    description: row.comment,
    statusMessage: row.status_message,
    attempt: row.attempt,
    paused: row.paused,
    workerMissingSince: row.worker_missing_since?.toISOString() ?? null,
    workerHint: spec && needsWorker(spec) ? `perdura pipeline worker ${shellWord(row.file ?? 'FILE')}` : null,
    parameterTypes: parameterTypes(row),
    nodes: await nodesOf(em, row, children),
    parentRun: row.parent_is_run ? row.parent : null,
  };
}

/** @throws Refusal `taskNotFound` */
export async function requireRun(em: Em, run: string): Promise<RunRow> {
  const [row] = await readRuns(em, sql`t.id = ${run}`);
  if (row) return row;
  throw new Refusal('taskNotFound', `run ${run} does not exist`, { field: 'run', data: { id: run } });
}

const needsWorker = ({ hooks = [], steps }: NonNullable<ReturnType<typeof definitionOf>>): boolean =>
  hooks.length > 0 || steps.some((step) => step.kind === 'function' || (step.hooks ?? []).length > 0);

/** As a shell takes it. */
const shellWord = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

async function nodesOf(em: Em, row: RunRow, children: Parameters<typeof pythonNodes>[2]): Promise<NodeView[]> {
  if (!row.ours) return pythonNodes(em, row, children);
  const nodes = await ourNodes(em, row.id);
  return nodes.length > 0 ? nodes : definitionNodes(definitionOf(row));
}

/** Everything that happened to a run, oldest first. */
export async function listRunEvents(em: Em, run: string): Promise<RunEvent[]> {
  await requireRun(em, run);
  const rows = await query<Omit<RunEvent, 'at'> & { at: Date }>(
    em,
    sql`select e.at, e.node, e.state, e.text, coalesce(u.name, e.actor) as actor
        from pipeline_events e left join users u on e.actor = 'user:' || u.id where e.run = ${run} order by e.id`,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
