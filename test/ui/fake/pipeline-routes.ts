import type { RunView } from '../../../workflows/contracts/pipeline-api.ts';
import { answer, type FakeAnswer, refuse } from './answers.ts';
import { countOf, type FakeRun, toPipelines } from './pipelines.ts';
import type { FakeState } from './state.ts';

type Body = Record<string, any>;

/** The routes under `/api/pipelines`. */
export function pipelineAnswer(state: FakeState, method: string, path: string, query: URLSearchParams, body: Body): FakeAnswer {
  const [first, second, third] = path.split('/').slice(1);
  if (first === undefined) return answer({ pipelines: toPipelines(state.runs) });
  if (method === 'POST' && second === undefined) {
    state.pipelineCalls.push({ run: '', action: 'submit', body });
    return start(state, state.runs[0]!, body);
  }
  if (second === 'runs') return answer({ runs: runsOf(state, first, query.get('archived') === 'true') });
  const run = state.runs.find(({ view }) => view.id === second);
  if (!run) return refuse(404, `there is no run ${second}`);
  if (third === undefined) return answer(run.view);
  if (third === 'events') return answer({ events: run.events });
  return method === 'POST' ? act(state, run, third, body) : refuse(404, `no ${path}`);
}

const runsOf = (state: FakeState, pipeline: string, archived: boolean) =>
  state.runs
    .filter(({ view }) => view.pipeline.id === pipeline && view.archived === archived)
    .map(({ view: { nodes: _nodes, ...summary } }) => summary);

function act(state: FakeState, run: FakeRun, action: string, body: Body): FakeAnswer {
  state.pipelineCalls.push({ run: run.view.id, action, body });
  if (action === 'new') return start(state, run, body);
  const changes = CHANGES[action];
  if (!changes) return refuse(404, `no ${action}`);
  state.changeRun(run.view.id, changes(run.view, body));
  return answer({});
}

const CHANGES: Record<string, (view: RunView, body: Body) => Partial<RunView>> = {
  abort: () => ({ status: 'stopped' }),
  continue: () => ({ status: 'in_progress' }),
  pause: () => ({ paused: true }),
  resume: () => ({ paused: false }),
  rerun: (view, { step }) => withNode(view, step, { state: 'queued', started: null, ended: null }),
  approve: (view, { step, approved }) =>
    withNode(view, step, { state: approved ? 'completed' : 'failed', approvedBy: 'admin', ended: new Date().toISOString() }),
  signal: () => ({}),
};

function withNode(view: RunView, name: string, change: Partial<RunView['nodes'][number]>): Partial<RunView> {
  const nodes = view.nodes.map((node) => (node.name === name ? { ...node, ...change } : node));
  return { nodes, steps: countOf(nodes) };
}

function start(state: FakeState, { view }: FakeRun, body: Body): FakeAnswer {
  if (body.parameters?.epochs > 1000)
    return { status: 400, data: { error: { code: 'invalid', message: 'epochs is at most 1000', field: 'parameters.epochs' } } };
  const runId = `5${state.runs.length + 100}`.padStart(32, '0');
  const nodes = view.nodes
    .filter(({ instanceOf }) => instanceOf === null)
    .map((node) => ({ ...node, state: 'pending' as const, started: null, ended: null, task: null, progress: null, attempts: 0 }));
  const number = Math.max(...state.runs.map((run) => run.view.number)) + 1;
  const fresh = { status: 'queued', started: null, completed: null, workerMissingSince: null, steps: countOf(nodes) };
  state.runs.unshift({ view: { ...view, ...fresh, id: runId, number, parameters: body.parameters, nodes }, events: [] });
  state.emit({ topic: 'pipelines' });
  return answer({ run: runId });
}
