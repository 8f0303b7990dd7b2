import assert from 'node:assert/strict';
import { handFields, isAsked, readHandTrial } from '../../../../ui/src/domain/sweep/hand-trial.ts';
import type { SearchSpace } from '../../../../workflows/contracts/sweep.ts';

const space: SearchSpace = {
  'Args/lr': { kind: 'logUniform', min: 1e-4, max: 0.1 },
  'Args/layers': { kind: 'integer', min: 1, max: 4, step: 1, log: false },
  'Args/act': { kind: 'choice', values: ['relu', 8, true] },
  pair: {
    kind: 'set',
    values: [
      { 'Args/a': 1, 'Args/b': 2 },
      { 'Args/a': 3, 'Args/b': 4 },
    ],
  },
  'Args/m': { kind: 'uniform', min: 0, max: 1, step: null, onlyWhen: { parameter: 'Args/act', in: ['relu'] } },
};

describe('a trial by hand', () => {
  it('has values of the types that the space has', () => {
    const texts = { 'Args/lr': '0.01', 'Args/layers': '2', 'Args/act': '8', pair: '2' };
    assert.deepEqual(readHandTrial(space, texts), {
      parameters: { 'Args/lr': 0.01, 'Args/layers': 2, 'Args/act': 8, 'Args/a': 3, 'Args/b': 4 },
      problems: {},
    });
  });

  it('is refused by field when a value is missing or outside the space', () => {
    const { problems } = readHandTrial(space, { 'Args/lr': '7', 'Args/layers': '1.5', 'Args/act': 'tanh' });
    assert.deepEqual(Object.keys(problems).sort(), ['Args/act', 'Args/layers', 'Args/lr', 'pair']);
    assert.match(problems['Args/act']!, /one of "relu", 8, true/);
  });

  it('asks for a parameter under a condition where the condition holds', () => {
    const momentum = handFields(space).find(({ name }) => name === 'Args/m')!;
    assert.equal(isAsked(momentum, { 'Args/act': 8 }), false);
    assert.equal(isAsked(momentum, { 'Args/act': 'relu' }), true);
    assert.equal(readHandTrial(space, { 'Args/act': 'relu' }).problems['Args/m'], 'is missing');
  });
});
