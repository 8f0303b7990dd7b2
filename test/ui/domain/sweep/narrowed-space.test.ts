import assert from 'node:assert/strict';
import { parallelAxes } from '../../../../ui/src/domain/parallel-lines.ts';
import { narrowedSpace } from '../../../../ui/src/domain/sweep/narrowed-space.ts';
import type { SearchSpace } from '../../../../workflows/contracts/sweep.ts';
import { checkNarrower } from '../../../../workflows/domain/sweeps/narrow.ts';

const space: SearchSpace = {
  lr: { kind: 'logUniform', min: 1e-4, max: 0.1 },
  layers: { kind: 'integer', min: 1, max: 9, step: 1, log: false },
  act: { kind: 'choice', values: ['gelu', 'relu', 'tanh'] },
};
const named: SearchSpace = Object.fromEntries(Object.entries(space).map(([name, one]) => [`Args/${name}`, one]));
const lines = [
  { key: 'a', title: '', values: [1e-4, 0, 'gelu'] },
  { key: 'b', title: '', values: [0.1, 10, 'tanh'] },
  { key: 'c', title: '', values: [0.01, 5, 'relu'] },
];
const axes = parallelAxes(
  Object.keys(named).map((key, index) => ({ key, label: key, kind: (['log', 'number', 'category'] as const)[index]! })),
  lines,
);

describe('a space narrowed by brushes', () => {
  it('has the brushed range or values, within those that there were', () => {
    const brushes = new Map([
      ['Args/lr', { from: 1 / 3, to: 2 / 3 }],
      ['Args/layers', { from: 0.32, to: 1 }],
      ['Args/act', { from: 0.4, to: 1 }],
    ]);
    const narrow = narrowedSpace(named, axes, brushes)!;
    assert.deepEqual(narrow, {
      'Args/lr': { kind: 'logUniform', min: 0.001, max: 0.01 },
      'Args/layers': { kind: 'integer', min: 4, max: 9, step: 1, log: false },
      'Args/act': { kind: 'choice', values: ['relu', 'tanh'] },
    });
    assert.deepEqual(checkNarrower(named, narrow), []);
  });

  it('is none where no parameter is brushed, or nothing would be left', () => {
    assert.equal(narrowedSpace(named, axes, new Map([['value:0', { from: 0, to: 1 }]])), undefined);
    assert.equal(narrowedSpace(named, axes, new Map([['Args/act', { from: 0.1, to: 0.3 }]])), undefined);
    assert.equal(narrowedSpace(named, axes, new Map([['Args/layers', { from: 0.51, to: 0.52 }]])), undefined);
  });
});
