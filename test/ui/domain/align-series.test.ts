import assert from 'node:assert/strict';
import { alignCurves } from '../../../ui/src/domain/align-series.ts';

describe('curves on one axis', () => {
  it('share the union of their x values, with gaps where a curve has none', () => {
    const { x, curves } = alignCurves([
      { x: [0, 2], y: [1, 3] },
      { x: [1, 2], y: [5, 6] },
    ]);
    assert.deepEqual(x, [0, 1, 2]);
    assert.deepEqual(curves[0]?.y, [1, null, 3]);
    assert.deepEqual(curves[1]?.y, [null, 5, 6]);
  });

  it('stay bounded when hundreds of curves have times of their own, and keep their extremes', () => {
    const many = Array.from({ length: 500 }, (_, curve) => {
      const x = Array.from({ length: 400 }, (_, point) => point * 1000 + curve);
      const y = x.map((_, point) => (point === 200 ? 99 : 1));
      return { x, y, min: y, max: y };
    });
    const { x, curves } = alignCurves(many, 2000);
    assert.equal(x.length, 2000);
    assert.ok(curves.every(({ max }) => Math.max(...max!.filter((value) => value !== null)) === 99));
  });

  it('take the mean of points that fall together', () => {
    const { curves } = alignCurves([{ x: [0, 1, 100], y: [2, 4, 7] }], 2);
    assert.deepEqual(curves[0]?.y, [3, 7]);
  });
});
