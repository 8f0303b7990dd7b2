import type { ApprovalStep, PipelineSpec, StepSpec } from '../../../../workflows/contracts/pipeline.ts';
import type { NodeView } from '../../../../workflows/contracts/pipeline-api.ts';
import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import type { NodeRow } from '../node-rows.ts';
import { PROMPT } from '../start/start-waiting.ts';
import { parsePythonDag, pythonState } from './python-dag.ts';
import type { ChildStatus, RunRow } from './run-rows.ts';

/** Steps of a run of ours, and their instances. */
export async function ourNodes(em: Em, run: string): Promise<NodeView[]> {
  const rows = await query<NodeRow & { queue_name: string | null; progress: unknown; approver: string | null }>(
    em,
    sql`select n.*, q.name as queue_name, t.runtime -> 'progress' as progress, coalesce(u.name, n.approved_by) as approver
        from pipeline_nodes n left join queues q on q.id = n.queue left join tasks t on t.id = n.task
          left join users u on n.approved_by = 'user:' || u.id
        where n.run = ${run} order by n.position, n.index nulls first`,
  );
  return rows.map((row) => ({
    name: row.name,
    instanceOf: row.instance_of,
    kind: row.kind,
    parents: row.parents,
    stage: row.stage,
    state: row.state,
    reason: row.reason,
    task: row.task,
    queue: row.queue_name ?? row.queue,
    attempts: row.attempts,
    started: row.started?.toISOString() ?? null,
    ended: row.ended?.toISOString() ?? null,
    progress: progressOf(row.progress),
    run: row.kind === 'pipeline' ? row.task : null,
    prompt: row.spec.kind === 'approval' ? promptOf(row, row.spec) : null,
    approvedBy: row.approver,
    parameters: row.spec.kind === 'approval' ? {} : shortened(row.parameters),
    earlier: row.earlier,
    spec: row.spec,
  }));
}

/** A list of all steps is no place for long values: they stand with the step's task. */
const LONGEST_SHOWN = 2000;

const shortened = (parameters: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return [name, text.length <= LONGEST_SHOWN ? value : `${text.slice(0, LONGEST_SHOWN)}… (${text.length} characters)`];
    }),
  );

/** As it is asked, or as it stands in the definition before it is. */
const promptOf = ({ started, parameters }: NodeRow, { prompt }: ApprovalStep): string =>
  started === null ? prompt : String(parameters[PROMPT] ?? prompt);

/** Python's SDK notes whole percents in the runtime of a task, as a number or as text. */
function progressOf(value: unknown): number | null {
  const number = value === null || value === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? Math.max(0, Math.min(100, number)) : null;
}

/** Steps of a run that has not begun. */
export const definitionNodes = (spec: PipelineSpec | null): NodeView[] => (spec?.steps ?? []).map(pendingNode);

const pendingNode = (step: StepSpec): NodeView => ({
  ...NOTHING,
  name: step.name,
  kind: step.kind,
  parents: step.parents ?? [],
  stage: step.stage ?? null,
  queue: step.kind === 'task' ? step.queue : null,
  prompt: step.kind === 'approval' ? step.prompt : null,
  spec: step,
});

const NOTHING: NodeView = {
  name: '',
  instanceOf: null,
  kind: 'task',
  parents: [],
  stage: null,
  state: 'pending',
  reason: null,
  task: null,
  queue: null,
  attempts: 0,
  started: null,
  ended: null,
  progress: null,
  run: null,
  prompt: null,
  approvedBy: null,
  parameters: {},
  earlier: [],
};

/** Steps of a run of Python's controller, as far as it has written them down. */
export async function pythonNodes(
  em: Em,
  { definition, started }: Pick<RunRow, 'definition' | 'started'>,
  children: readonly ChildStatus[],
): Promise<NodeView[]> {
  const nodes = parsePythonDag(definition, { begun: started !== null }).map((node) => ({ node, ...pythonState(node, children) }));
  const tasks = await readTasks(
    em,
    nodes.flatMap(({ task }) => (task === null ? [] : [task])),
  );
  return nodes.map(({ node, state, task }) => {
    const facts = task === null ? undefined : tasks.get(task);
    const own = facts && started && facts.started && facts.started >= started ? facts : undefined;
    return {
      ...NOTHING,
      name: node.name,
      parents: node.parents,
      stage: node.stage,
      state,
      reason: facts && (state === 'failed' || state === 'aborted') ? facts.reason || null : null,
      task,
      queue: node.queue,
      attempts: facts ? Math.max(1, facts.attempt) : 0,
      started: own?.started?.toISOString() ?? isoOf(node.started),
      ended: own?.completed?.toISOString() ?? isoOf(node.ended),
      progress: progressOf(facts?.progress ?? null),
      parameters: node.parameters,
    };
  });
}

const isoOf = (seconds: number | null): string | null => (seconds === null ? null : new Date(seconds * 1000).toISOString());

interface TaskFacts {
  id: string;
  started: Date | null;
  completed: Date | null;
  reason: string;
  progress: unknown;
  attempt: number;
}

async function readTasks(em: Em, ids: string[]): Promise<Map<string, TaskFacts>> {
  const rows = await query<TaskFacts>(
    em,
    sql`select id, started, completed, status_reason as reason, runtime -> 'progress' as progress, attempt
        from tasks where id = any(${ids}::text[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
