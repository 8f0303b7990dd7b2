import assert from 'node:assert/strict';
import { axisScale, suggestKind } from '../../../ui/src/domain/axis-scale.ts';

const labels = (values: unknown[], ...rest: [any?, number?]) => axisScale(values, ...rest).ticks.map(({ label }) => label);

describe('an axis', () => {
  it('of numbers has round ends and steps', () => {
    assert.deepEqual(labels([3, 97]), ['0', '20', '40', '60', '80', '100']);
    assert.deepEqual(labels([0.12, 0.31]), ['0.1', '0.15', '0.2', '0.25', '0.3', '0.35']);
    assert.equal(axisScale([0, 100]).place(25), 0.25);
  });

  it('of numbers over several magnitudes is logarithmic, and has no place for zero', () => {
    const scale = axisScale([1e-5, 0.1]);
    assert.equal(scale.kind, 'log');
    assert.deepEqual(
      scale.ticks.map(({ label }) => label),
      ['1e-5', '1e-4', '0.001', '0.01', '0.1'],
    );
    assert.equal(scale.place(0.001), 0.5);
    assert.equal(scale.place(0), null);
  });

  it('of names keeps the order of numbers in them, and knows no other names', () => {
    const scale = axisScale(['b10', 'b9', 'b10', null]);
    assert.deepEqual(
      scale.ticks.map(({ label }) => label),
      ['b9', 'b10'],
    );
    assert.equal(scale.place('b11'), null);
    assert.equal(scale.place(null), null);
  });

  it('of one value, or of none, can be drawn', () => {
    assert.ok(axisScale([7]).ticks.length > 1);
    assert.ok(Number.isFinite(axisScale([7]).place(7)));
    assert.deepEqual(axisScale([null, undefined], 'number').ticks, []);
    assert.deepEqual(axisScale([Number.NaN], 'number').ticks, []);
  });

  it('of time has ticks at full minutes and hours', () => {
    const noon = new Date(2026, 5, 1, 12, 3).getTime();
    assert.deepEqual(labels([noon, noon + 3_600_000], 'date', 6), ['12:10', '12:20', '12:30', '12:40', '12:50', '13:00']);
  });

  it('is suggested by the values', () => {
    assert.equal(suggestKind([1, 2, 3]), 'number');
    assert.equal(suggestKind([0, 1000]), 'number');
    assert.equal(suggestKind([1, 1000]), 'log');
    assert.equal(suggestKind([1, 'a']), 'category');
    assert.equal(suggestKind([true, false]), 'category');
  });
});
