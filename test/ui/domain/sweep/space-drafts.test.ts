import assert from 'node:assert/strict';
import { readSpace, type SpaceDraft, setDraft, spaceDrafts } from '../../../../ui/src/domain/sweep/space-drafts.ts';
import type { SearchSpace } from '../../../../workflows/contracts/sweep.ts';

const parameter = (name: string, value: string, type = '') => ({ section: 'Args', name, value, type });
const HYPERPARAMS = {
  Args: {
    lr: parameter('lr', '0.01', 'float'),
    layers: parameter('layers', '4', 'int'),
    augment: parameter('augment', 'True', 'bool'),
    act: parameter('act', 'relu', 'str'),
    untyped: parameter('untyped', '0.5'),
  },
  properties: { owner: { ...parameter('owner', 'ann'), section: 'properties' } },
};
const drafts = () => spaceDrafts(HYPERPARAMS);
const draft = (name: string, part: Partial<SpaceDraft> = {}): SpaceDraft => ({
  ...drafts().find((one) => one.name === name)!,
  varied: true,
  ...part,
});

describe('the search space in a form', () => {
  it('lists the parameters of the base task with their types, and what varies by kind of type', () => {
    assert.deepEqual(
      drafts().map(({ name, type, kind, varied }) => [name, type, kind, varied]),
      [
        ['Args/act', 'str', 'choice', false],
        ['Args/augment', 'bool', 'choice', false],
        ['Args/layers', 'int', 'integer', false],
        ['Args/lr', 'float', 'logUniform', false],
        ['Args/untyped', 'float', 'logUniform', false],
      ],
    );
  });

  it('keeps the type of each value', () => {
    const { space, problems } = readSpace([
      draft('Args/lr', { kind: 'choice', values: ['0.1', '1e-3'] }),
      draft('Args/layers', { min: '1', max: '8', step: '' }),
      draft('Args/augment'),
      draft('Args/act', { values: ['relu', '8'] }),
    ]);
    assert.deepEqual(problems, {});
    assert.deepEqual(space, {
      'Args/lr': { kind: 'choice', values: [0.1, 0.001] },
      'Args/layers': { kind: 'integer', min: 1, max: 8, step: 1, log: false },
      'Args/augment': { kind: 'choice', values: [true, false] },
      'Args/act': { kind: 'choice', values: ['relu', '8'] },
    });
  });

  it('says by field which texts cannot be read', () => {
    const { problems } = readSpace([
      draft('Args/lr', { min: 'low', max: '' }),
      draft('Args/layers', { kind: 'choice', values: ['2', '2.5'] }),
      { ...setDraft('pair'), sets: '{"Args/a": 1}' },
      draft('Args/untyped', { conditionOn: 'Args/layers', conditionIn: ['many'] }),
    ]);
    assert.deepEqual(Object.keys(problems), [
      'space.Args/lr.min',
      'space.Args/lr.max',
      'space.Args/layers.values',
      'space.pair.values',
      'space.Args/untyped.onlyWhen',
    ]);
  });

  it('is filled as an earlier sweep had it, and read back the same', () => {
    const space: SearchSpace = {
      'Args/lr': { kind: 'logUniform', min: 1e-5, max: 0.1 },
      'Args/layers': { kind: 'integer', min: 1, max: 9, step: 2, log: true },
      'Args/act': { kind: 'choice', values: ['relu', 'tanh'] },
      'Args/new': { kind: 'uniform', min: 0, max: 1, step: null, onlyWhen: { parameter: 'Args/act', in: ['tanh'] } },
      'Args/flag': { kind: 'choice', values: [true, false] },
      pair: { kind: 'set', values: [{ 'Args/a': 1 }, { 'Args/a': 2 }] },
    };
    const reading = readSpace(spaceDrafts(HYPERPARAMS, space));
    assert.deepEqual(reading, { space, problems: {} });
  });
});
