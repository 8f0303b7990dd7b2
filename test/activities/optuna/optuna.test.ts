import assert from 'node:assert/strict';
import {
  type OptunaAnswer,
  type OptunaProcess,
  type StudyDefinition,
  startOptuna,
  type ToldTrial,
} from '../../../activities/optuna/optuna-process.ts';
import type { SearchSpace } from '../../../workflows/contracts/sweep.ts';
import { pointAt } from '../../../workflows/domain/sweeps/propose.ts';
import { provideOptunaOrSkip } from '../../support/optuna.ts';

const SPACE: SearchSpace = {
  'Args/x': { kind: 'uniform', min: -10, max: 10, step: null },
  'Args/y': { kind: 'uniform', min: -10, max: 10, step: null },
};
/** Least at x = 1, y = -2. */
const loss = ({ 'Args/x': x = 0, 'Args/y': y = 0 }: Record<string, unknown>): number =>
  (Number(x) - 1) ** 2 + (Number(y) + 2) ** 2;

/** Downloads once; a machine that cannot is told of in the report of the run. */
describe('Optuna', function () {
  this.timeout(600_000);
  let python: string;
  const processes: OptunaProcess[] = [];
  before(async function () {
    python = await provideOptunaOrSkip(this);
  });
  afterEach(() => {
    for (const each of processes.splice(0)) each.close();
  });

  const start = (): OptunaProcess => {
    const started = startOptuna(python);
    processes.push(started);
    return started;
  };
  const define = (sampler: string, overrides: Partial<StudyDefinition> = {}): StudyDefinition => ({
    space: SPACE,
    directions: ['minimize'],
    sampler: { name: sampler, arguments: {} },
    pruner: null,
    seed: 1,
    ...overrides,
  });
  const finished = (
    number: number,
    parameters: Record<string, unknown>,
    values: number[],
    notes: ToldTrial['notes'],
  ): ToldTrial => ({
    number,
    state: 'completed',
    parameters,
    values,
    intermediate: [],
    notes,
  });

  type Suggested = OptunaAnswer['suggested'][number];
  type Play = (optuna: OptunaProcess, suggested: Suggested) => Promise<ToldTrial>;
  const end: Play = async (_, { number, parameters, notes }) => finished(number, parameters, [loss(parameters)], notes);

  /** Asks for trials one by one, and tells how each went; `restartAt` begins again in a new process with all that is known. */
  async function search(study: StudyDefinition, count: number, { restartAt = -1, play = end } = {}): Promise<ToldTrial[]> {
    let optuna = start();
    const trials: ToldTrial[] = [];
    for (let number = 0; number < count; number += 1) {
      if (number === restartAt) optuna = start();
      const isNew = number === 0 || number === restartAt;
      const news = isNew ? trials : trials.slice(-1);
      const answer = await optuna.ask({ op: 'study', study: isNew ? study : null, trials: news, suggest: [number], prune: [] });
      const [suggested] = answer.suggested;
      if (!suggested) break;
      trials.push(await play(optuna, suggested));
    }
    return trials;
  }
  /** Has a trial judged at its steps 1, 3 and 9. */
  async function judge(optuna: OptunaProcess, { number, parameters, notes }: Suggested): Promise<ToldTrial> {
    const value = loss(parameters);
    const trial: ToldTrial = { ...finished(number, parameters, [value], notes), state: 'running' };
    for (const step of [1, 3, 9]) {
      const news = { ...trial, intermediate: [[step, value]] as [number, number][] };
      const { pruned } = await optuna.ask({ op: 'study', study: null, trials: [news], suggest: [], prune: [number] });
      trial.intermediate.push([step, value]);
      trial.notes = { ...trial.notes, ...pruned[0]!.notes };
      if (pruned[0]!.prune) return { ...trial, state: 'pruned' as const, values: [null] };
    }
    return { ...trial, state: 'completed' as const };
  }
  const lastTen = (values: number[]): number => values.slice(-10).reduce((sum, value) => sum + value, 0) / 10;

  it('searches with TPE better than at random, with fixed seeds', async () => {
    const tpe = (await search(define('TPESampler'), 50)).map(({ values }) => values[0] as number);
    const random = Array.from({ length: 50 }, (_, i) => loss(pointAt({ kind: 'random', seed: 1 }, SPACE, i).parameters));
    assert.ok(lastTen(tpe) < lastTen(random) / 2, `TPE ${lastTen(tpe)}, random ${lastTen(random)}`);
  });

  it('suggests the same after its process died as it would have without', async () => {
    for (const sampler of ['TPESampler', 'CmaEsSampler', 'QMCSampler']) {
      const whole = await search(define(sampler), 20);
      const torn = await search(define(sampler), 20, { restartAt: 12 });
      assert.deepEqual(
        torn.map(({ parameters }) => parameters),
        whole.map(({ parameters }) => parameters),
        sampler,
      );
    }
  });

  it('suggests, and judges by hyperband, the same after its process died as it would have without', async () => {
    const pruner = { name: 'HyperbandPruner', arguments: { min_resource: 1, max_resource: 9, reduction_factor: 3 } };
    const sampler = { name: 'TPESampler', arguments: { n_startup_trials: 3 } };
    const whole = await search(define('TPESampler', { sampler, pruner }), 30, { play: judge });
    const torn = await search(define('TPESampler', { sampler, pruner }), 30, { restartAt: 17, play: judge });
    assert.deepEqual(torn, whole);
    assert.ok(whole.some(({ state }) => state === 'pruned') && whole.some(({ state }) => state === 'completed'));
  });

  it('says when a sampler has no more points, also in a new process', async () => {
    const space = {
      'Args/n': { kind: 'integer', min: 1, max: 3, step: 1, log: false },
      'Args/x': { kind: 'choice', values: [[1], [2]] },
    };
    for (const sampler of ['GridSampler', 'BruteForceSampler']) {
      const points = (await search(define(sampler, { space }), 20, { restartAt: 3 })).map(({ parameters }) =>
        JSON.stringify(parameters),
      );
      assert.equal(new Set(points).size, 6, `${sampler}: ${points.join(' ')}`);
    }
  });

  it('refuses names that it does not know with those that it does', async () => {
    const names = await start().names();
    assert.ok(names.samplers.includes('TPESampler') && names.pruners.includes('MedianPruner'));
    const ask = (study: StudyDefinition) => start().ask({ op: 'study', study, trials: [], suggest: [], prune: [] });
    await assert.rejects(ask(define('TPE')), /"TPE" is no sampler of Optuna .*; one of .*TPESampler/);
    await assert.rejects(
      ask(define('TPESampler', { sampler: { name: 'TPESampler', arguments: { startup: 1 } } })),
      /arguments\.startup: unknown/,
    );
    await assert.rejects(ask(define('TPESampler', { pruner: { name: 'Median', arguments: {} } })), /no pruner .*MedianPruner/);
  });

  it('has a pruner stop a trial that lags behind the others', async () => {
    const optuna = start();
    const pruner = { name: 'MedianPruner', arguments: { n_startup_trials: 2, n_warmup_steps: 0 } };
    const curve = (number: number, value: number, state: ToldTrial['state']): ToldTrial => ({
      number,
      state,
      parameters: { 'Args/x': number, 'Args/y': number },
      values: state === 'completed' ? [value] : [null],
      intermediate: [1, 2, 3].map((step) => [step, value]),
      notes: null,
    });
    const trials = [curve(0, 1, 'completed'), curve(1, 2, 'completed'), curve(2, 9, 'running'), curve(3, 0.5, 'running')];
    const answer = await optuna.ask({ op: 'study', study: define('TPESampler', { pruner }), trials, suggest: [], prune: [2, 3] });
    assert.deepEqual(
      answer.pruned.map(({ number, prune }) => [number, prune]),
      [
        [2, true],
        [3, false],
      ],
    );
  });

  it('suggests for several objectives, within conditions', async () => {
    const space = {
      'Args/kind': { kind: 'choice', values: ['a', 'b'] },
      'Args/x': { kind: 'uniform', min: 0, max: 1, step: null, onlyWhen: { parameter: 'Args/kind', in: ['b'] } },
    };
    const optuna = start();
    const study = define('NSGAIISampler', { space, directions: ['minimize', 'maximize'] });
    const { suggested } = await optuna.ask({ op: 'study', study, trials: [], suggest: [0, 1, 2, 3, 4, 5, 6, 7], prune: [] });
    for (const { parameters } of suggested) assert.equal('Args/x' in parameters, parameters['Args/kind'] === 'b');
    const told = suggested.map(({ number, parameters, notes }) => finished(number, parameters, [number, -number], notes));
    assert.equal((await optuna.ask({ op: 'study', study: null, trials: told, suggest: [8], prune: [] })).suggested.length, 1);
  });
});
