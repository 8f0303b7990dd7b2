import type { StepKind, StepSpec, StepState } from '../../../workflows/contracts/pipeline.ts';
import type { NodeView, PipelineView, RunEvent, RunSummary, RunView } from '../../../workflows/contracts/pipeline-api.ts';
import { type FakeTask, parameter } from './data.ts';

const NOW = Date.now();
const ago = (seconds: number): string => new Date(NOW - seconds * 1000).toISOString();
const id = (kind: string, index: number): string => `${kind}${index}`.padStart(32, '0');

/** A run of a pipeline, with everything that happened in it. */
export interface FakeRun {
  view: RunView;
  events: RunEvent[];
}

interface Step {
  name: string;
  parents?: string[];
  kind?: StepKind;
  stage?: string;
  state: StepState;
  /** Seconds since the start of the run. */
  from?: number;
  to?: number;
  of?: string;
  task?: number;
  more?: Partial<NodeView>;
}

/** Ids by which tests find them. */
export const PIPELINE = id('b', 0);
export const RUNNING_RUN = id('5', 12);
export const LARGE_RUN = id('5', 300);
const RUN_SECONDS = 480;

const TRAINING: Step[] = [
  { name: 'load data', stage: 'data', state: 'cached', from: 0, to: 1, task: 3, more: { reason: 'Took the results of run #11' } },
  { name: 'split', parents: ['load data'], stage: 'data', state: 'completed', from: 4, to: 30, task: 4 },
  ...[0, 1, 2].map(
    (index): Step => ({
      name: `train ${['small', 'medium', 'large'][index]}`,
      parents: ['split'],
      stage: 'training',
      state: index === 0 ? 'completed' : index === 1 ? 'failed' : 'running',
      from: 34,
      ...(index < 2 ? { to: 200 + index * 40 } : {}),
      task: index === 2 ? 0 : 11 + index,
      more:
        index === 2
          ? { progress: 40, attempts: 2, earlier: [id('a', 13)] }
          : index === 1
            ? { reason: 'The process ended with exit code 1' }
            : {},
    }),
  ),
  { name: 'score', parents: ['train small'], state: 'running', from: 210, more: { parameters: { folds: 12 } } },
  ...Array.from(
    { length: 12 },
    (_, index): Step => ({
      name: `score[${index}]`,
      of: 'score',
      state: index < 5 ? 'completed' : index < 8 ? 'running' : 'queued',
      from: 212 + index * 6,
      ...(index < 5 ? { to: 260 + index * 10 } : {}),
      task: 20 + index,
    }),
  ),
  { name: 'refine', parents: ['train small'], state: 'running', from: 215 },
  { name: 'refine#1', of: 'refine', state: 'completed', from: 215, to: 300, task: 19 },
  { name: 'refine#2', of: 'refine', state: 'running', from: 302, task: 27 },
  {
    name: 'release gate',
    parents: ['score'],
    kind: 'approval',
    state: 'pending',
    more: { prompt: 'Is the accuracy good enough to release?' },
  },
  {
    name: 'legal gate',
    parents: ['split'],
    kind: 'approval',
    state: 'awaiting',
    from: 36,
    more: { prompt: 'May the data of March be used?' },
  },
  { name: 'nightly slot', parents: ['legal gate'], kind: 'wait', state: 'pending' },
  {
    name: 'notify',
    parents: ['split'],
    kind: 'function',
    state: 'blocked',
    from: 31,
    more: { reason: 'preExecute waits for a worker' },
  },
  { name: 'register', parents: ['release gate', 'refine', 'train large'], state: 'pending' },
  { name: 'report', parents: ['train medium'], state: 'skipped', to: 240, more: { reason: 'train medium failed' } },
];

/** Forty stages of work, each of one spread over seven steps and brought together again. */
function largeSteps(): Step[] {
  return Array.from({ length: 300 }, (_, index): Step => {
    const [wave, place] = [Math.floor(index / 10), index % 10];
    const before = wave === 0 ? [] : [`step ${wave * 10 - 10 + ((place * 3) % 10)}`, `step ${wave * 10 - 10 + place}`];
    const over = wave < 14;
    return {
      name: `step ${index}`,
      parents: [...new Set(before)],
      state: over ? 'completed' : wave === 14 ? 'running' : 'pending',
      ...(wave <= 14 ? { from: wave * 30 } : {}),
      ...(over ? { to: wave * 30 + 25 } : {}),
      task: index + 1,
    };
  });
}

function toNode(step: Step, start: number): NodeView {
  const { name, parents = [], kind = 'task', stage = null, state, from, to, of = null, task, more = {} } = step;
  const at = (second: number): string => new Date(start + second * 1000).toISOString();
  return {
    name,
    instanceOf: of,
    kind,
    parents,
    stage,
    state,
    reason: null,
    task: task === undefined || state === 'pending' ? null : id('a', task),
    queue: kind === 'task' ? 'default' : null,
    attempts: from === undefined ? 0 : 1,
    started: from === undefined || state === 'queued' ? null : at(from),
    ended: to === undefined ? null : at(to),
    progress: null,
    run: null,
    prompt: null,
    approvedBy: null,
    parameters: kind === 'task' ? { 'Args/lr': 0.01, 'Args/epochs': 40 } : {},
    earlier: [],
    spec: { kind, name, parents, stage } as unknown as StepSpec,
    ...more,
  };
}

function toEvents(steps: Step[], start: number): RunEvent[] {
  const event = (second: number, node: string | null, state: StepState | null, text: string): RunEvent => ({
    at: new Date(start + second * 1000).toISOString(),
    node,
    state,
    text,
    actor: node === null ? 'admin' : null,
  });
  const happened = steps.flatMap(({ name, state, from, to, more }) => {
    const started = from === undefined ? [] : [event(from, name, ['blocked', 'awaiting'].includes(state) ? state : 'queued', '')];
    const ran =
      from === undefined || ['blocked', 'awaiting', 'queued', 'cached'].includes(state)
        ? []
        : [event(from + 3, name, 'running', '')];
    return [...started, ...ran, ...(to === undefined ? [] : [event(to, name, state, more?.reason ?? '')])];
  });
  return [event(0, null, null, 'The run started'), ...happened].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function makeRun(index: number, runId: string, steps: Step[], more: Partial<RunView> = {}): FakeRun {
  const start = NOW - RUN_SECONDS * 1000 - (12 - index) * 3_600_000;
  const nodes = steps.map((step) => toNode(step, start));
  const view: RunView = {
    id: runId,
    number: index,
    name: 'train and release',
    version: index > 8 ? '1.1.0' : '1.0.0',
    engine: 'perdura',
    status: 'completed',
    statusReason: '',
    statusMessage: '',
    user: 'admin',
    tags: index % 4 === 0 ? ['nightly'] : [],
    archived: false,
    created: new Date(start - 2000).toISOString(),
    started: new Date(start).toISOString(),
    completed: new Date(start + 420_000).toISOString(),
    updated: new Date(start + 420_000).toISOString(),
    steps: countOf(nodes),
    parameters: { lr: 0.01 * (1 + (index % 3)), epochs: 40, dataset: 'digits', augment: true, layers: [64, 32] },
    metrics: { 'accuracy/validation': 0.9 + index / 200 },
    pipeline: { id: PIPELINE, project: 'vision', name: 'train and release' },
    description: 'Trains three sizes, scores the best one in folds, and registers it when somebody says so.',
    attempt: 1,
    paused: false,
    workerMissingSince: null,
    workerHint: null,
    parameterTypes: {
      lr: { type: 'number', default: 0.01, description: 'Learning rate', choices: null },
      epochs: { type: 'integer', default: 40, description: '', choices: null },
      dataset: { type: 'string', default: 'digits', description: '', choices: ['digits', 'letters'] },
      augment: { type: 'boolean', default: true, description: 'Shifted and turned copies', choices: null },
      layers: { type: 'list', default: [64, 32], description: '', choices: null },
    },
    nodes,
    parentRun: null,
    workflowId: `pipeline-${runId}`,
    temporalUrl: 'http://127.0.0.1:8233/',
    ...more,
  };
  return { view, events: toEvents(steps, start) };
}

const finished = (steps: Step[]): Step[] =>
  steps.map((step) => ({ ...step, state: 'completed', from: step.from ?? 330, to: step.to ?? 400 }));

export function makeRuns(): FakeRun[] {
  const running = makeRun(12, RUNNING_RUN, TRAINING, {
    status: 'in_progress',
    completed: null,
    workerMissingSince: ago(300),
    workerHint: 'perdura pipeline worker examples/training/pipeline.ts',
  });
  const large = makeRun(12, LARGE_RUN, largeSteps(), {
    status: 'in_progress',
    completed: null,
    pipeline: { id: id('b', 1), project: 'bench', name: 'three hundred steps' },
  });
  const statuses = ['failed', 'stopped'];
  const older = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((index) =>
    makeRun(index, id('5', index), finished(TRAINING), { status: statuses[index - 9] ?? 'completed' }),
  );
  return [running, ...older, large];
}

export const countOf = (nodes: NodeView[]): RunSummary['steps'] => {
  const counts: RunSummary['steps'] = {};
  for (const { state } of nodes) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
};

/** The task that stands for a run. */
export const toController = ({ id: runId, name, pipeline, status, tags, steps, parameters }: RunView): FakeTask => ({
  id: runId,
  name,
  type: 'controller',
  status,
  tags,
  system_tags: ['pipeline'],
  project: { id: pipeline.id, name: `${pipeline.project}/.pipelines/${pipeline.name}` },
  hyperparams: { Args: Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, toArgument(key, value)])) },
  configuration: {
    Pipeline: { name: 'Pipeline', type: 'json', value: JSON.stringify({ ...pipeline, version: '1.1.0', steps, parameters }) },
  },
});

const toArgument = (name: string, value: unknown) =>
  parameter('Args', name, typeof value === 'string' ? value : JSON.stringify(value), typeof value === 'number' ? 'float' : 'str');

/** One row for each pipeline that has runs. */
export function toPipelines(runs: FakeRun[]): PipelineView[] {
  return [...Map.groupBy(runs, ({ view }) => view.pipeline.id)].map(([pipelineId, own]) => {
    const { pipeline, engine } = own[0]!.view;
    return {
      id: pipelineId,
      project: pipeline.project,
      name: pipeline.name,
      engine,
      versions: [...new Set(own.map(({ view }) => view.version))],
      runs: own.length,
      latest: own.slice(0, 10).map(({ view }) => ({
        id: view.id,
        status: view.status,
        number: view.number,
        started: view.started,
        completed: view.completed,
      })),
      tags: [...new Set(own.flatMap(({ view }) => view.tags))],
    };
  });
}
