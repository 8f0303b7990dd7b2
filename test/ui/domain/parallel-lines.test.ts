import assert from 'node:assert/strict';
import { brushedKeys, crossings, nearestLine, parallelAxes } from '../../../ui/src/domain/parallel-lines.ts';

const lines = [
  { key: 'a', title: '', values: [0, 'adam', undefined] },
  { key: 'b', title: '', values: [5, 'sgd', 0.5] },
  { key: 'c', title: '', values: [10, 'sgd', 1] },
];
const axes = parallelAxes(
  ['x', 'optimizer', 'momentum'].map((key) => ({ key, label: key })),
  lines,
);

describe('parallel coordinates', () => {
  it('cross a number at its share of the axis, and a missing value at the low end below all others', () => {
    assert.deepEqual(crossings(lines[1]!, axes)[0], 0.5);
    assert.equal(crossings(lines[0]!, axes)[2], 0);
    assert.ok(crossings(lines[1]!, axes)[2]! > 0);
    assert.equal(axes[2]!.scale.ticks[0]!.label, 'none');
  });

  it('keep the lines that go through every brush', () => {
    assert.equal(brushedKeys(lines, axes, new Map()), null);
    assert.deepEqual(brushedKeys(lines, axes, new Map([['x', { from: 0.4, to: 1 }]])), new Set(['b', 'c']));
    const both = new Map([
      ['x', { from: 0.4, to: 1 }],
      ['momentum', { from: 0.9, to: 1 }],
    ]);
    assert.deepEqual(brushedKeys(lines, axes, both), new Set(['c']));
    assert.deepEqual(brushedKeys(lines, axes, new Map([['momentum', { from: 0, to: 0.05 }]])), new Set(['a']));
  });

  it('find the line under the pointer between two axes', () => {
    const places = [
      [0, 0],
      [1, 1],
      [0, 1],
    ];
    assert.equal(nearestLine(places, 0.5, 0.51, 0.1), 2);
    assert.equal(nearestLine(places, 0.5, 0.25, 0.1), null);
    assert.equal(nearestLine([], 0.5, 0.25, 0.1), null);
  });
});
