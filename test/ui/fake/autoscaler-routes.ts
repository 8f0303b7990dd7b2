import { fileOf } from '../../../autoscaler/config/file.ts';
import { parseConfiguration } from '../../../autoscaler/config/parse.ts';
import { splitSecrets } from '../../../autoscaler/config/secrets.ts';
import type { AutoscalerView, ScalerChange } from '../../../workflows/contracts/autoscaler-api.ts';
import { answer, type FakeAnswer } from './answers.ts';
import { countStates, type FakeScaler, scalerId } from './autoscalers.ts';
import type { FakeState } from './state.ts';

const refuse = (status: number, message: string, field?: string): FakeAnswer => ({
  status,
  data: { error: { code: 'invalid', message, ...(field ? { field } : {}) } },
});

/** The routes under `/api/autoscalers`. */
export function autoscalerAnswer(state: FakeState, method: string, url: URL, body: Record<string, any>): FakeAnswer {
  const [, id, part = '', machine = '', act = ''] = url.pathname.slice('/api/'.length).split('/');
  if (!id) return method === 'POST' ? submit(state, body) : answer({ autoscalers: state.scalers.map(({ view }) => view) });
  const scaler = state.scalers.find(({ view }) => view.id === id);
  if (!scaler) return refuse(404, `there is no autoscaler ${id}`);
  if (method === 'GET') return read(scaler, part, url, { machine, act });
  const action = part === 'machines' ? act : part;
  scaler.calls.push({ action, body: machine ? { machine } : body });
  const done = act ? endMachine(scaler, machine) : perform(scaler, action, body);
  state.emitScaler(id);
  return done;
}

function read(scaler: FakeScaler, part: string, url: URL, { machine, act }: { machine: string; act: string }): FakeAnswer {
  if (act === 'console') return answer({ text: scaler.consoles[machine] ?? null });
  const ended = url.searchParams.get('ended') === 'true';
  if (part === 'machines') return answer({ machines: scaler.machines.filter(({ state }) => ended || state !== 'ended') });
  if (part === 'events') return answer({ events: scaler.events });
  if (part === 'graph') return answer({ samples: scaler.samples });
  return answer(scaler.view);
}

const MODES: Record<string, AutoscalerView['status']> = {
  pause: 'paused',
  resume: 'running',
  drain: 'draining',
  start: 'running',
  stop: 'stopping',
};

function perform(scaler: FakeScaler, action: string, body: Record<string, any>): FakeAnswer {
  if (action === 'change') return change(scaler, body as ScalerChange);
  if (action === 'end-idle') for (const machine of scaler.machines) if (machine.state === 'idle') machine.state = 'ending';
  if (MODES[action]) scaler.view.status = MODES[action];
  if (action === 'stop' && body.machines === 'all') for (const machine of scaler.machines) machine.state = 'ending';
  scaler.view.machines = countStates(scaler.machines);
  log(scaler, action);
  return answer({ status: scaler.view.status });
}

function change(scaler: FakeScaler, { queues, ...limits }: ScalerChange): FakeAnswer {
  const { view } = scaler;
  if (Object.values(queues ?? {}).some((pairs) => pairs.some(([, max]) => max > 100_000)))
    return refuse(400, 'configurations.queues is 100001; allowed: a whole number from 0 to 100000', 'configurations.queues');
  for (const queue of view.queues) {
    const pairs = queues?.[queue.name];
    if (pairs) queue.resources = queue.resources.map((one, index) => ({ ...one, max: pairs[index]![1] }));
  }
  const { budget, maxIdleMinutes } = limits;
  if (budget) view.budget = { ...view.budget, ...(budget as object) };
  const { hyper_params } = view.configuration as { hyper_params: Record<string, unknown> };
  if (maxIdleMinutes !== undefined)
    view.configuration = { ...view.configuration, hyper_params: { ...hyper_params, max_idle_time_min: maxIdleMinutes } };
  log(scaler, 'change');
  return answer({ changes: [] });
}

function endMachine(scaler: FakeScaler, id: string): FakeAnswer {
  const machine = scaler.machines.find((one) => one.id === id);
  if (!machine) return refuse(404, `there is no machine ${id}`, 'machine');
  machine.state = 'ending';
  scaler.view.machines = countStates(scaler.machines);
  return answer({});
}

function log({ events }: FakeScaler, text: string): void {
  events.unshift({ id: events.length + 1, at: new Date().toISOString(), machine: null, kind: 'change', text, actor: 'admin' });
}

/** Takes what the server would take: the rules are the real ones. */
function submit(state: FakeState, { name, configuration }: Record<string, any>): FakeAnswer {
  if (state.scalers.some(({ view }) => view.name === name && view.status !== 'stopped'))
    return refuse(409, `autoscaler "${name}" is at work (running); stop it first, or take another name`, 'name');
  const parsed = splitSecrets(parseConfiguration(configuration)).configuration;
  const id = scalerId(state.scalers.length);
  const view: AutoscalerView = {
    ...structuredClone(state.scalers[1]!.view),
    id,
    name,
    status: 'running',
    provider: parsed.hyper_params.cloud_provider === 'docker' ? 'docker' : 'ec2',
    notes: [],
    configuration: fileOf(parsed),
  };
  state.scalers.push({
    view,
    machines: [],
    events: [],
    samples: [],
    consoles: {},
    calls: [{ action: 'submit', body: { configuration } }],
  });
  state.emitScaler(id);
  return answer({ id, name, queues: [] });
}
