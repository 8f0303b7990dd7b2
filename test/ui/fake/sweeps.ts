import type { SearchSpace, SweepSpec, TrialState } from '../../../workflows/contracts/sweep.ts';
import type { SweepView, TrialView } from '../../../workflows/contracts/sweep-api.ts';
import type { FakeTask } from './data.ts';

/** Made-up sweeps: one that runs, one with two objectives, one with rungs, one that Python drives, one with ten thousand trials. */

export interface FakeSweep {
  view: SweepView;
  trials: TrialView[];
  history: { at: string; text: string; actor: string | null }[];
}

const NOW = Date.now();
const ago = (seconds: number): string => new Date(NOW - seconds * 1000).toISOString();
const id = (index: number): string => `b${index}`.padStart(32, '0');

/** The same figures in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const SPACE: SearchSpace = {
  'Args/lr': { kind: 'logUniform', min: 1e-5, max: 0.1 },
  'Args/hidden': { kind: 'integer', min: 16, max: 256, step: 16, log: false },
  'Args/dropout': { kind: 'uniform', min: 0, max: 0.5, step: null },
  'Args/optimizer': { kind: 'choice', values: ['adam', 'sgd', 'rmsprop'] },
  'Args/momentum': { kind: 'uniform', min: 0.5, max: 0.99, step: null, onlyWhen: { parameter: 'Args/optimizer', in: ['sgd'] } },
};

const LIMITS: SweepSpec['limits'] = {
  maxTrials: 120,
  maxConcurrent: 4,
  maxIterations: 400,
  minIterations: 20,
  trialTimeMs: 1_800_000,
  computeTimeMs: 36_000_000,
  wallClockMs: null,
};

const spec = (name: string, base: FakeTask, part: Partial<SweepSpec>): SweepSpec => ({
  name,
  project: 'examples/digits',
  description: '',
  baseTask: base.id,
  space: SPACE,
  objectives: [{ title: 'accuracy', series: 'validation', sign: 'max' }],
  strategy: { kind: 'optuna', seed: 1, sampler: { name: 'TPESampler', arguments: {} }, pruner: null },
  queue: 'default',
  limits: LIMITS,
  keepTop: 10,
  trialProject: null,
  trialName: '{name} {number}',
  tags: [],
  ...part,
});

export function makeSweeps(tasks: FakeTask[]): FakeSweep[] {
  const base = tasks[0]!;
  const two = [
    { title: 'accuracy', series: 'validation', sign: 'max' as const },
    { title: 'latency', series: 'ms', sign: 'min' as const },
  ];
  const asha = { kind: 'asha' as const, seed: 3, minIterations: 25, maxIterations: 400, reduction: 2 };
  return [
    makeSweep(0, base, tasks, { spec: spec('digits, learning rate and width', base, {}), count: 72, running: 4 }),
    makeSweep(1, base, tasks, { spec: spec('accuracy against latency', base, { objectives: two }), count: 60, running: 0 }),
    makeSweep(2, base, tasks, { spec: spec('halving', base, { strategy: asha }), count: 64, running: 2 }),
    makeSweep(3, base, tasks, { spec: null, count: 30, running: 1 }),
    makeSweep(4, base, tasks, {
      spec: spec('ten thousand', base, { limits: { ...LIMITS, maxTrials: null } }),
      count: 10_000,
      running: 8,
    }),
    makeSweep(5, base, tasks, { spec: spec('an old one', base, {}), count: 12, running: 0, archived: true }),
  ];
}

interface SweepInput {
  spec: SweepSpec | null;
  count: number;
  running: number;
  archived?: boolean;
}

function makeSweep(index: number, base: FakeTask, tasks: FakeTask[], input: SweepInput): FakeSweep {
  const { spec: definition, count, running, archived = false } = input;
  const next = random(index + 7);
  const trials = Array.from({ length: count }, (_, number) =>
    makeTrial(tasks, {
      sweep: index,
      number: number + 1,
      next,
      two: definition?.objectives.length === 2,
      open: count - number <= running,
    }),
  );
  const name = definition?.name ?? 'HPO of digits';
  const view: SweepView = {
    id: id(index),
    name,
    project: 'examples/digits',
    engine: definition ? 'perdura' : 'python',
    status: running > 0 ? 'in_progress' : 'completed',
    statusReason: '',
    paused: false,
    user: 'admin',
    archived,
    created: ago(7300),
    started: ago(7200),
    completed: running > 0 ? null : ago(60),
    baseTask: { id: base.id, name: base.name },
    strategy: definition ? strategyName(definition) : 'OptimizerOptuna',
    objectives: definition?.objectives ?? [{ title: 'accuracy', series: 'validation', sign: 'max' }],
    trials: {},
    best: null,
    spec: definition,
    budget: {
      trials: definition?.limits.maxTrials ? count / definition.limits.maxTrials : null,
      computeTime: definition ? 0.42 : null,
      wallClock: null,
      iterations: null,
    },
    computeTimeMs: 15_120_000,
    importance: { 'Args/lr': 0.61, 'Args/optimizer': 0.2, 'Args/hidden': 0.12, 'Args/dropout': 0.05, 'Args/momentum': 0.02 },
    front: [],
    rungs: definition?.strategy.kind === 'asha' ? RUNGS : [],
    activity: running > 0 ? `${running} trials run, waits for a free slot` : null,
    workflowId: `sweep-${id(index)}`,
    temporalUrl: definition ? 'http://127.0.0.1:8233/' : null,
  };
  const sweep = { view, trials, history: makeEvents() };
  recount(sweep);
  return sweep;
}

const strategyName = ({ strategy }: SweepSpec): string =>
  strategy.kind === 'optuna' ? `Optuna ${strategy.sampler.name}` : strategy.kind;

const RUNGS = [
  { bracket: 0, iterations: 25, arrived: 64, promoted: 31 },
  { bracket: 0, iterations: 50, arrived: 31, promoted: 15 },
  { bracket: 0, iterations: 100, arrived: 15, promoted: 7 },
  { bracket: 0, iterations: 200, arrived: 7, promoted: 3 },
  { bracket: 0, iterations: 400, arrived: 3, promoted: 0 },
];

const makeEvents = () => [
  { at: ago(7200), text: 'started', actor: 'admin' },
  { at: ago(3600), text: 'at most 4 trials at a time (was 2)', actor: 'admin' },
];

/** Brings the figures of the summary in line with the trials. */
export function recount({ view, trials }: FakeSweep): void {
  const counts: Partial<Record<TrialState, number>> = {};
  for (const { state } of trials) counts[state] = (counts[state] ?? 0) + 1;
  view.trials = counts;
  const results = trials.filter(({ state, values }) => state === 'completed' && values[0] !== null);
  const best = results.reduce<TrialView | null>((top, one) => (top && top.values[0]! >= one.values[0]! ? top : one), null);
  view.best = best && { trial: best.number, task: best.task, value: best.values[0]! };
  view.front =
    best?.values.length === 2
      ? results.filter((one) => !results.some((other) => beats(other, one))).map(({ number }) => number)
      : best
        ? [best.number]
        : [];
}

const beats = ({ values: a }: TrialView, { values: b }: TrialView): boolean =>
  a[0]! >= b[0]! && a[1]! <= b[1]! && (a[0]! > b[0]! || a[1]! < b[1]!);

interface TrialInput {
  sweep: number;
  number: number;
  next: () => number;
  two: boolean;
  open: boolean;
}

const OPTIMIZERS = ['adam', 'sgd', 'rmsprop'];

/** Trials of the small sweeps are tasks of the installation, so that they can be opened and compared. */
function makeTrial(tasks: FakeTask[], { sweep, number, next, two, open }: TrialInput): TrialView {
  const many = sweep === 4;
  const task = many ? undefined : tasks[number % tasks.length];
  const parameters = makeParameters(next);
  const value = qualityOf(parameters, next());
  const state = open ? 'running' : stateOf(next());
  const reported = state === 'completed' || state === 'pruned';
  const start = 7200 - number * (7000 / 72) * (many ? 0.007 : 1);
  const latency = 2 + parameters['Args/hidden'] / 30 + next() * 3;
  return {
    number,
    task: task?.id ?? `d${number}`.padStart(32, '0'),
    name: `trial ${number}`,
    state,
    taskStatus: { running: 'in_progress', failed: 'failed', pruned: 'stopped' }[state as string] ?? 'completed',
    parameters,
    values: (two ? [value, latency] : [value]).map((one) => (reported ? one : null)),
    iteration: { running: 120, pruned: 40 }[state as string] ?? 400,
    started: ago(start),
    ended: open ? null : ago(start - 60 - 100 * next()),
    reason: { pruned: 'below the median at iteration 40', failed: 'exit code 1' }[state as string] ?? null,
    bracket: null,
    rung: null,
    byHand: number === 5,
    archived: false,
  };
}

function makeParameters(next: () => number) {
  const optimizer = OPTIMIZERS[Math.floor(next() * 3)]!;
  return {
    'Args/lr': 10 ** (-5 + 4 * next()),
    'Args/hidden': 16 * Math.ceil(next() * 16),
    'Args/dropout': Number((next() * 0.5).toFixed(3)),
    'Args/optimizer': optimizer,
    ...(optimizer === 'sgd' ? { 'Args/momentum': 0.5 + 0.49 * next() } : {}),
  };
}

function qualityOf(parameters: ReturnType<typeof makeParameters>, noise: number): number {
  const distance = (Math.log10(parameters['Args/lr']) + 2.6) ** 2;
  const loss = 0.09 * distance + 0.05 * Math.abs(parameters['Args/dropout'] - 0.2);
  return Math.max(0.1, 0.95 - loss + (noise - 0.5) * 0.04 + parameters['Args/hidden'] / 12_000);
}

function stateOf(share: number): TrialState {
  if (share < 0.68) return 'completed';
  if (share < 0.86) return 'pruned';
  if (share < 0.92) return 'failed';
  return share < 0.97 ? 'silent' : 'invalid';
}
