import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addEvents } from '../../../../activities/db/events/add-events.ts';
import { readBuckets } from '../../../../activities/db/events/scalars/read-buckets.ts';
import {
  type Curve,
  type ReadCurvesInput,
  readCurves,
  readCurvesAsText,
} from '../../../../activities/db/events/scalars/read-curves.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';
import { batchOf, createTask, scalar } from './support.ts';

const START = 1_700_000_000_000;

describe('curves', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.release());

  const add = (task: string, points: { iter: number; value: number; at?: number; variant?: string; metric?: string }[]) =>
    addEvents(database.db, batchOf({ scalars: points.map((point) => scalar(task, { at: START + point.iter, ...point })) }));
  const read = (task: string, input: Partial<ReadCurvesInput> = {}) =>
    readCurves(database.db.em.fork(), { owners: [task], samples: 0, ...input });

  it('come whole when they have no more points than asked for', async () => {
    const task = await createTask(database.db);
    await add(
      task,
      [2, 0, 1].map((iter) => ({ iter, value: iter / 4 })),
    );
    assert.deepEqual(await read(task, { samples: 3 }), [
      {
        owner: task,
        metric: 'loss',
        variant: 'train',
        count: 3,
        min: 0,
        max: 0.5,
        iter: [0, 1, 2],
        at: [START, START + 1, START + 2],
        value: [0, 0.25, 0.5],
      },
    ]);
  });

  it('are ordered by metric and variant, and may be chosen by them', async () => {
    const task = await createTask(database.db);
    await add(
      task,
      ['b', 'a'].flatMap((metric) => ['y', 'x'].map((variant) => ({ iter: 0, value: 1, metric, variant }))),
    );
    const names = (curves: Curve[]) => curves.map(({ metric, variant }) => metric + variant).join(' ');
    assert.equal(names(await read(task)), 'ax ay bx by');
    assert.equal(names(await read(task, { metrics: [{ metric: 'a' }, { metric: 'b', variants: ['x'] }] })), 'ax ay bx');
  });

  it('leave single values out', async () => {
    const task = await createTask(database.db);
    await add(task, [
      { iter: -2_147_483_648, value: 9, variant: 'alone' },
      { iter: -2_147_483_648, value: 9 },
      { iter: 5, value: 1 },
    ]);
    assert.deepEqual(
      (await read(task)).map(({ variant, iter }) => [variant, iter]),
      [['train', [5]]],
    );
  });

  it('say null where a value is not finite', async () => {
    const task = await createTask(database.db);
    await add(
      task,
      [1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value, iter) => ({ iter, value })),
    );
    const [curve] = await read(task);
    assert.deepEqual([curve!.value, curve!.min, curve!.max], [[1, null, null, null], 1, 1]);
  });

  it('are the same as text, in whatever order they were reported', async () => {
    const task = await createTask(database.db);
    const values = [0.5, 3, -0, 1e300, Number.NaN, Number.NEGATIVE_INFINITY, 1 / 3, -7];
    const late = Array.from({ length: 40 }, (_, index) => ({
      iter: (index * 17) % 31,
      value: values[index % values.length]!,
      variant: index % 3 === 0 ? 'late' : 'anew',
    }));
    const first = Array.from({ length: 30 }, (_, iter) => ({ iter, value: values[iter % values.length]!, variant: 'straight' }));
    await add(task, first);
    for (const point of late) await add(task, [point]);
    const read = async (samples: number) => {
      const em = database.db.em.fork();
      const curves = await readCurves(em, { owners: [task], samples });
      const texts = await readCurvesAsText(em, { owners: [task], samples });
      const ofText = (text: string) => JSON.parse(`[${text}]`) as (number | null)[];
      const points = texts.map(({ variant, points: { iter, value } }) => ({
        variant,
        iter: typeof iter === 'string' ? ofText(iter) : iter,
        value: typeof value === 'string' ? ofText(value) : value,
      }));
      assert.deepEqual(
        points,
        curves.map(({ variant, iter, value }) => ({ variant, iter, value })),
      );
      return texts.map((curve) => ('at' in curve.points ? 'points' : 'text'));
    };
    assert.deepEqual(await read(0), ['text', 'text', 'text']);
    assert.ok((await read(20)).includes('points'), 'a thinned out curve');
  });

  it('may be read between two iterations or two times', async () => {
    const task = await createTask(database.db);
    await add(
      task,
      Array.from({ length: 50 }, (_, iter) => ({ iter, value: iter })),
    );
    const iterations = async (range: ReadCurvesInput['range']) => (await read(task, { range: range! }))[0]?.iter;
    assert.deepEqual(await iterations({ by: 'iter', from: 10, to: 12 }), [10, 11, 12]);
    assert.deepEqual(await iterations({ by: 'timestamp', from: START + 47, to: START + 99 }), [47, 48, 49]);
    assert.equal(await iterations({ by: 'iter', from: 100, to: 200 }), undefined);
  });

  it('keep first, last, minimum and maximum when they are thinned out, with and without tiles', async () => {
    const task = await createTask(database.db);
    const model = new Map<number, number>();
    for (let part = 0; part < 5; part++) {
      const points = Array.from({ length: 2000 }, (_, i) => ({
        iter: (part * 2000 + i) * 3,
        value: Math.sin(part * 2000 + i) * (i % 97) + 0,
      }));
      for (const { iter, value } of points) model.set(iter, value);
      await add(task, points);
    }
    const range = fc
      .tuple(fc.nat(30_000), fc.nat(30_000))
      .map(([a, b]) => ({ by: 'iter' as const, from: Math.min(a, b), to: Math.max(a, b) }));
    await fc.assert(
      fc.asyncProperty(fc.option(range, { nil: undefined }), fc.integer({ min: 4, max: 3000 }), async (range, samples) => {
        const [curve] = await read(task, { samples, ...(range ? { range } : {}) });
        const within = [...model].filter(([iter]) => !range || (iter >= range.from && iter <= range.to));
        if (within.length === 0) return assert.equal(curve, undefined);
        assertThinned(curve!, within, samples);
      }),
      { numRuns: 60 },
    );
  });

  it('are put together as mean, minimum and maximum of stretches', async () => {
    const task = await createTask(database.db);
    const points = Array.from({ length: 5000 }, (_, iter) => ({ iter, value: (iter * 7919) % 1000 }));
    await add(task, points);
    const em = database.db.em.fork();
    for (const samples of [10, 100, 1000]) {
      const [curve] = await readBuckets(em, { owners: [task], samples });
      assert.ok(curve!.iter.length <= samples && curve!.iter.length > samples / 2, `${curve!.iter.length} for ${samples}`);
      assert.deepEqual([curve!.count, curve!.iter[0], curve!.iter.at(-1)], [5000, 0, 4999]);
      assert.deepEqual([Math.min(...(curve!.min as number[])), Math.max(...(curve!.max as number[]))], [0, 999]);
      assert.ok(curve!.mean.every((mean, i) => mean! >= curve!.min[i]! && mean! <= curve!.max[i]!));
      const inner = curve!.mean.slice(1, -1) as number[];
      const mean = inner.reduce((sum, each) => sum + each, 0) / inner.length;
      assert.ok(Math.abs(mean - 499.5) < 20, `mean of means ${mean}`);
    }
    const [whole] = await readBuckets(em, { owners: [task], samples: 5000 });
    assert.deepEqual(
      whole!.mean,
      points.map(({ value }) => value),
    );
  });

  it('of enormous values can be read', async () => {
    const task = await createTask(database.db);
    await add(
      task,
      Array.from({ length: 3000 }, (_, iter) => ({ iter, value: 1.7e308 })),
    );
    const [curve] = await readBuckets(database.db.em.fork(), { owners: [task], samples: 50 });
    assert.equal(Math.max(...(curve!.max as number[])), 1.7e308);
  });
});

function assertThinned({ iter, at, value }: Curve, points: [number, number][], samples: number): void {
  const model = new Map(points);
  assert.ok(iter.length <= Math.max(samples, 4), `${iter.length} points, ${samples} asked for`);
  assert.ok(iter.length >= Math.min(points.length, samples / 8), `only ${iter.length} of ${points.length} points for ${samples}`);
  assert.ok(iter.every((each, index) => index === 0 || each > iter[index - 1]!));
  assert.deepEqual(
    iter.map((each) => [model.get(each), START + each]),
    iter.map((_, index) => [value[index], at[index]]),
  );
  assert.deepEqual([iter[0], iter.at(-1)], [points[0]![0], points.at(-1)![0]]);
  const all = points.map(([, each]) => each);
  assert.deepEqual([Math.min(...(value as number[])), Math.max(...(value as number[]))], [Math.min(...all), Math.max(...all)]);
}
