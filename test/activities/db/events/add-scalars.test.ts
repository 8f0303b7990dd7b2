import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addEvents } from '../../../../activities/db/events/add-events.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';
import { batchOf, createTask, scalar } from './support.ts';

interface Run {
  from: number;
  /** Counts `from` back from the last iteration. */
  back: boolean;
  step: number;
  count: number;
  seed: number;
}

const VALUES = [0.5, -3, 7, 1e-300, 1e300, -1e300, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];

const runs = fc.array(
  fc.record({
    from: fc.oneof(fc.integer({ min: -50, max: 4000 }), fc.constant(1_000_000), fc.constant(-2_147_483_648)),
    back: fc.boolean(),
    step: fc.constantFrom(1, 1, 1, 3, 500, -1),
    count: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 500, max: 1500 })),
    seed: fc.nat(1000),
  }),
  { minLength: 1, maxLength: 8 },
);

const pointsOf = ({ from, back, step, count, seed }: Run, last: number) =>
  Array.from({ length: from === -2_147_483_648 ? 1 : count }, (_, index) => ({
    iter: back && from > 0 ? last - (from % 100) + index : from + index * step,
    value: (seed * 31 + index * 17) % 7 === 0 ? VALUES[(seed + index) % VALUES.length]! : Math.sin(seed + index) * 100,
    at: 1_700_000_000_000 + seed + index,
  }));

describe('scalars', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.release());

  const rows = <Row>(sql: string, params: unknown[]) => database.db.em.fork().execute<Row[]>(sql, params);

  it('have the summary, points and tiles that a plain model says, whatever order they come in', async () => {
    await fc.assert(
      fc.asyncProperty(runs, async (all) => {
        const task = await createTask(database.db);
        const model: Model = new Map();
        const reported: Reported[] = [];
        for (const run of all) {
          const points = pointsOf(run, Math.max(0, ...model.keys()));
          const { added } = await addEvents(database.db, batchOf({ scalars: points.map((point) => scalar(task, point)) }));
          assert.equal(added, points.length);
          reported.push(...points);
          for (const { iter, value, at } of points) model.set(iter, { value, at });
        }
        const [series] = await rows<any>('select * from series where owner = ?', [task]);
        assert.equal(series.points, model.size);
        assertSummary(series, reported);
        const stored = await rows<any>('select iter, value, at from scalar_points where series = ? order by iter', [series.id]);
        assert.deepEqual(
          stored.map((row) => [Number(row.iter), row.value, Number(row.at)]),
          sorted(model).map(([iter, { value, at }]) => [iter, value, at]),
        );
        assertTiles(await rows<any>('select * from scalar_tiles where series = ? order by tile', [series.id]), series, model);
      }),
      { numRuns: 40 },
    );
  });

  it('keep the last of several points of one iteration, and the extremes of all that were reported', async () => {
    const task = await createTask(database.db);
    const scalars = [5, 9, 7].map((value) => scalar(task, { iter: 3, value }));
    assert.deepEqual(await addEvents(database.db, batchOf({ scalars })), { added: 3, errors: {} });
    await addEvents(database.db, batchOf({ scalars: [scalar(task, { iter: 3, value: 6 })] }));
    const [series] = await rows<any>('select points, count, value, min_value, max_value from series where owner = ?', [task]);
    assert.deepEqual(series, { points: 1, count: 4, value: 6, min_value: 5, max_value: 9 });
  });

  it('may count their iterations from below zero, beside a single value', async () => {
    const task = await createTask(database.db);
    const points = [-2_147_483_648, ...Array.from({ length: 2000 }, (_, i) => i - 2010)].map((iter) =>
      scalar(task, { iter, value: iter }),
    );
    await addEvents(database.db, batchOf({ scalars: points }));
    const [series] = await rows<any>('select points, tile_shift, tiled_to from series where owner = ?', [task]);
    assert.deepEqual(series, { points: 2001, tile_shift: 5, tiled_to: '-1' });
  });

  it('of one task may come in parallel batches', async () => {
    const task = await createTask(database.db);
    const batch = (part: number) =>
      batchOf({ scalars: Array.from({ length: 200 }, (_, i) => scalar(task, { iter: i * 8 + part, value: part })) });
    await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((part) => addEvents(database.db, batch(part))));
    const [series] = await rows<any>('select count, sum, iter, min_iter, max_iter from series where owner = ?', [task]);
    assert.deepEqual(series, { count: 1600, sum: 5600, iter: '1599', min_iter: '0', max_iter: '7' });
  });
});

interface Reported {
  iter: number;
  value: number;
  at: number;
}
type Model = Map<number, { value: number; at: number }>;
const sorted = (model: Model) => [...model].sort(([a], [b]) => a - b);

/** The summary as one would write it down, of everything in the order of its report. */
function assertSummary(series: any, reported: Reported[]): void {
  const finite = reported.filter(({ value }) => Number.isFinite(value));
  const newestAt = (iter: number) => reported.findLast((each) => each.iter === iter)!;
  const first = newestAt(Math.min(...reported.map(({ iter }) => iter)));
  const last = newestAt(Math.max(...reported.map(({ iter }) => iter)));
  const values = finite.map(({ value }) => value);
  const least = finite.find(({ value }) => value === Math.min(...values));
  const most = finite.find(({ value }) => value === Math.max(...values));
  assert.deepEqual(
    [
      series.count,
      series.finite,
      Number(series.first_iter),
      series.first_value,
      Number(series.iter),
      series.value,
      Number(series.at),
    ],
    [reported.length, finite.length, first.iter, first.value, last.iter, last.value, last.at],
  );
  assert.deepEqual(
    [series.min_value, series.min_iter, series.max_value, series.max_iter].map((value) =>
      value === null ? undefined : Number(value),
    ),
    [least?.value, least?.iter, most?.value, most?.iter],
  );
  assertClose(series.sum, values);
}

/** Sums of doubles depend on their order. */
function assertClose(sum: number, values: number[]): void {
  const size = values.reduce((total, value) => total + Math.abs(value), 0);
  const expected = values.reduce((total, value) => total + value, 0);
  assert.ok(Math.abs(sum - expected) <= size * 1e-12, `${sum} is not ${expected}`);
}

function assertTiles(tiles: any[], series: any, model: Model): void {
  if (series.tile_shift === null) {
    assert.equal(tiles.length, 0);
    assert.ok(model.size < 1024);
    return;
  }
  const width = 2 ** series.tile_shift;
  assert.equal(Number(series.tiled_to), Math.floor(Number(series.iter) / width));
  const byTile = Map.groupBy(sorted(model), ([iter]) => Math.floor(iter / width));
  byTile.delete(Number(series.tiled_to));
  assert.deepEqual(
    tiles.map((tile) => Number(tile.tile)),
    [...byTile.keys()],
  );
  for (const tile of tiles) {
    const points = byTile.get(Number(tile.tile))!;
    const finite = points.filter(([, { value }]) => Number.isFinite(value));
    assert.equal(tile.finite, finite.length);
    assertClose(
      tile.sum,
      finite.map(([, { value }]) => value),
    );
    const least = finite.find(([, { value }]) => value === tile.min_value);
    const most = finite.find(([, { value }]) => value === tile.max_value);
    assert.equal(tile.min_value ?? undefined, finite.length ? Math.min(...finite.map(([, { value }]) => value)) : undefined);
    assert.equal(tile.max_value ?? undefined, finite.length ? Math.max(...finite.map(([, { value }]) => value)) : undefined);
    if (least) assert.deepEqual([Number(tile.min_iter), Number(tile.min_at)], [least[0], least[1].at]);
    if (most) assert.deepEqual([Number(tile.max_iter), Number(tile.max_at)], [most[0], most[1].at]);
  }
}
