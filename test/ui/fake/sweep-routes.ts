import type { SweepSpec } from '../../../workflows/contracts/sweep.ts';
import type { FakeAnswer } from './answers.ts';
import type { FakeState } from './state.ts';
import { type FakeSweep, recount } from './sweeps.ts';

const answer = (data: unknown): FakeAnswer => ({ status: 200, data });
const refuse = (status: number, message: string, field?: string): FakeAnswer => ({
  status,
  data: { error: { code: 'invalid', message, ...(field ? { field } : {}) } },
});

/** The routes under `/api/sweeps`. */
export function sweepAnswer(state: FakeState, method: string, url: URL, body: Record<string, any>): FakeAnswer {
  const [, id, part = ''] = url.pathname.slice('/api/'.length).split('/');
  if (!id) return method === 'POST' ? start(state, body.spec) : list(state, url.searchParams.get('archived') === 'true');
  const sweep = state.sweeps.find(({ view }) => view.id === id);
  if (!sweep) return refuse(404, `There is no sweep ${id}.`);
  if (method === 'GET') return read(sweep, part);
  const done = act(sweep, part, body);
  state.emit({ topic: 'sweeps' });
  state.emit({ topic: 'sweep', id });
  return done;
}

const list = (state: FakeState, archived: boolean): FakeAnswer =>
  answer({ sweeps: state.sweeps.filter(({ view }) => view.archived === archived).map(({ view }) => view) });

function read(sweep: FakeSweep, part: string): FakeAnswer {
  if (part === 'trials') return answer({ trials: sweep.trials });
  if (part === 'history') return answer({ events: sweep.history });
  return answer(sweep.view);
}

function act(sweep: FakeSweep, part: string, body: Record<string, any>): FakeAnswer {
  const { view, history } = sweep;
  history.push({ at: new Date().toISOString(), text: part, actor: 'admin' });
  if (part === 'pause') Object.assign(view, { paused: true, activity: 'paused by admin' });
  if (part === 'resume') Object.assign(view, { paused: false, activity: 'waits for a free slot' });
  if (part === 'stop') Object.assign(view, { status: 'stopped', activity: null, completed: new Date().toISOString() });
  if (part === 'change') return change(sweep, body);
  if (part === 'trials') return add(sweep, body.parameters);
  return answer({});
}

function change({ view }: FakeSweep, body: Record<string, any>): FakeAnswer {
  if (body.limits?.maxTrials > 100_000) return refuse(400, 'limits.maxTrials: at most 100000', 'limits.maxTrials');
  const spec = view.spec!;
  view.spec = {
    ...spec,
    limits: { ...spec.limits, ...body.limits },
    space: { ...spec.space, ...body.space },
    ...('keepTop' in body ? { keepTop: body.keepTop } : {}),
  };
  return answer({ accepted: true });
}

function add(sweep: FakeSweep, parameters: Record<string, unknown>): FakeAnswer {
  const number = sweep.trials.length + 1;
  const last = sweep.trials[sweep.trials.length - 1]!;
  sweep.trials = [
    ...sweep.trials,
    {
      ...last,
      number,
      task: `e${number}`.padStart(32, '0'),
      name: `trial ${number}`,
      state: 'queued',
      parameters,
      values: last.values.map(() => null),
      started: null,
      ended: null,
      iteration: 0,
      reason: null,
      byHand: true,
    },
  ];
  recount(sweep);
  return answer({ number });
}

function start(state: FakeState, spec: SweepSpec): FakeAnswer {
  if (spec.queue === 'gpu-large') return refuse(400, 'queue: no agent serves gpu-large', 'queue');
  const id = `b${state.sweeps.length}`.padStart(32, '0');
  const view = {
    ...structuredClone(state.sweeps[0]!.view),
    id,
    name: spec.name,
    spec,
    strategy: spec.strategy.kind,
    paused: false,
    status: 'in_progress',
    importance: null,
    activity: 'starts the first trials',
  };
  const sweep: FakeSweep = { view, trials: [], history: [] };
  recount(sweep);
  state.sweeps.push(sweep);
  state.emit({ topic: 'sweeps' });
  return answer({ sweep: id, warnings: [] });
}
