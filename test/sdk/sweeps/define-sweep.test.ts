import assert from 'node:assert/strict';
import {
  asha,
  choice,
  custom,
  defineSweep,
  grid,
  integers,
  logUniform,
  maximize,
  minimize,
  onlyWhen,
  optuna,
  sets,
  uniform,
} from '../../../sdk/sweeps/index.ts';

const BASE = { name: 's', project: 'x', base: 'task-id', objective: maximize('accuracy', 'validation') } as const;
const only = <T>(_build: T): void => {};

describe('defineSweep', () => {
  it('makes plain data of a sweep, complete and serializable', () => {
    const { spec, base, ask } = defineSweep({
      ...BASE,
      space: {
        'Args/lr': logUniform({ min: 1e-4, max: 1 }),
        'Args/dropout': uniform({ min: 0, max: 0.5, step: 0.1 }),
        'Args/layers': integers({ min: 1, max: 8, log: true }),
        'Args/optimizer': choice(['adam', 'sgd', null]),
        'Args/momentum': onlyWhen('Args/optimizer', ['sgd'], uniform({ min: 0, max: 1 })),
        size: sets([
          { 'Args/width': 64, 'Args/depth': 2 },
          { 'Args/width': 128, 'Args/depth': 1 },
        ]),
      },
      objective: [maximize('accuracy', 'validation', { ever: true }), minimize('time', 'seconds')],
      strategy: optuna({ sampler: { name: 'NSGAIISampler', arguments: { population_size: 20 } } }),
      limits: { maxTrials: 50, maxConcurrent: 4, trialTime: '10m', computeTime: '2h', wallClock: '1d' },
      keepTop: 5,
    });
    assert.deepEqual(spec, {
      name: 's',
      project: 'x',
      description: '',
      space: {
        'Args/lr': { kind: 'logUniform', min: 1e-4, max: 1 },
        'Args/dropout': { kind: 'uniform', min: 0, max: 0.5, step: 0.1 },
        'Args/layers': { kind: 'integer', min: 1, max: 8, step: 1, log: true },
        'Args/optimizer': { kind: 'choice', values: ['adam', 'sgd', null] },
        'Args/momentum': { kind: 'uniform', min: 0, max: 1, step: null, onlyWhen: { parameter: 'Args/optimizer', in: ['sgd'] } },
        size: {
          kind: 'set',
          values: [
            { 'Args/width': 64, 'Args/depth': 2 },
            { 'Args/width': 128, 'Args/depth': 1 },
          ],
        },
      },
      objectives: [
        { title: 'accuracy', series: 'validation', sign: 'max_global' },
        { title: 'time', series: 'seconds', sign: 'min' },
      ],
      strategy: {
        kind: 'optuna',
        seed: 0,
        sampler: { name: 'NSGAIISampler', arguments: { population_size: 20 } },
        pruner: null,
      },
      queue: 'default',
      limits: {
        maxTrials: 50,
        maxConcurrent: 4,
        maxIterations: null,
        minIterations: 0,
        trialTimeMs: 600_000,
        computeTimeMs: 7_200_000,
        wallClockMs: 86_400_000,
      },
      keepTop: 5,
      trialProject: null,
      trialName: '{name} #{number}: {parameters}',
      tags: [],
    });
    assert.deepEqual(JSON.parse(JSON.stringify(spec)), spec);
    assert.equal(base, 'task-id');
    assert.equal(ask, null);
  });

  it('keeps the function of a strategy of its own out of the data', () => {
    const ask = () => [];
    const definition = defineSweep({ ...BASE, space: { 'Args/x': choice([1]) }, strategy: custom('mine', ask) });
    assert.deepEqual(definition.spec.strategy, { kind: 'custom', name: 'mine' });
    assert.equal(definition.ask, ask);
  });

  it('refuses what cannot run, and names the field', () => {
    const refuse = (message: RegExp, options: object) =>
      assert.throws(
        () => defineSweep({ ...BASE, space: { 'Args/x': uniform({ min: 0, max: 1 }) }, ...options } as never),
        message,
      );
    refuse(/limits: nothing ends this sweep/, {});
    refuse(/space\.Args\/x\.max: 0 is below min 1/, {
      space: { 'Args/x': uniform({ min: 1, max: 0 }) },
      limits: { maxTrials: 1 },
    });
    refuse(/strategy: a grid needs values: give Args\/x a step/, { strategy: grid() });
    refuse(/strategy\.reduction: 1 is not allowed/, {
      strategy: asha({ minIterations: 1, maxIterations: 9, reduction: 1 }),
      limits: { maxTrials: 1 },
    });
    refuse(/limits\.trialTime is "10"/, { limits: { maxTrials: 1, trialTime: '10' } });
  });

  it('has types that know the names of the space', () => {
    // @ts-expect-error no such parameter
    only(() => defineSweep({ ...BASE, space: { 'Args/a': choice([1]), 'Args/b': onlyWhen('Args/c', [1], choice([2])) } }));
    // @ts-expect-error a time has a unit
    only(() => defineSweep({ ...BASE, space: { 'Args/a': choice([1]) }, limits: { wallClock: 10 } }));
    // @ts-expect-error rungs need their iterations
    only(() => asha({}));
  });
});
