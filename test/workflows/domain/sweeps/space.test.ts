import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ParameterSpace, SearchSpace } from '../../../../workflows/contracts/sweep.ts';
import { canonical } from '../../../../workflows/domain/canonical.ts';
import { checkParameters } from '../../../../workflows/domain/sweeps/check-parameters.ts';
import { checkSpace } from '../../../../workflows/domain/sweeps/check-space.ts';
import { gridPoint, gridSize } from '../../../../workflows/domain/sweeps/grid.ts';
import { checkNarrower } from '../../../../workflows/domain/sweeps/narrow.ts';
import { pointAt, pointsFrom, restOf } from '../../../../workflows/domain/sweeps/propose.ts';

const finite = { noNaN: true, noDefaultInfinity: true } as const;
const uniform = fc
  .tuple(
    fc.double({ min: -1000, max: 1000, ...finite }),
    fc.double({ min: 0, max: 100, ...finite }),
    fc.option(fc.constantFrom(0.1, 0.25, 1, 3)),
  )
  .map(([min, width, step]) => ({ kind: 'uniform', min, max: min + width, step }) as ParameterSpace);
const logUniform = fc
  .tuple(fc.double({ min: 1e-9, max: 10, ...finite }), fc.double({ min: 1, max: 1e6, ...finite }))
  .map(([min, factor]) => ({ kind: 'logUniform', min, max: min * factor }) as ParameterSpace);
const integer = fc
  .tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 7 }), fc.boolean())
  .map(([min, width, step, log]) => ({ kind: 'integer', min, max: min + width, step, log }) as ParameterSpace);
const choice = fc
  .uniqueArray(fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null), fc.array(fc.integer(), { maxLength: 3 })), {
    minLength: 1,
    maxLength: 5,
    selector: canonical,
  })
  .map((values) => ({ kind: 'choice', values }) as ParameterSpace);
const set = fc
  .uniqueArray(fc.record({ 'Set/a': fc.integer(), 'Set/b': fc.boolean() }), { minLength: 1, maxLength: 4, selector: canonical })
  .map((values) => ({ kind: 'set', values }) as ParameterSpace);

/** Up to six parameters, some of which exist only where an earlier one has its first values. */
const spaces = fc
  .tuple(
    fc.array(fc.oneof(uniform, logUniform, integer, choice), { minLength: 1, maxLength: 5 }),
    fc.option(set),
    fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  )
  .map(([parameters, withSet, conditions]) => {
    const space: SearchSpace = {};
    for (const [i, parameter] of parameters.entries()) {
      const parent = i > 0 && conditions[i] ? space[`Args/p${i - 1}`] : undefined;
      const onlyWhen = parent?.kind === 'choice' ? { parameter: `Args/p${i - 1}`, in: [parent.values[0]] } : undefined;
      space[`Args/p${i}`] = onlyWhen ? { ...parameter, onlyWhen } : parameter;
    }
    if (withSet) space.label = withSet;
    return space;
  });
const seeds = fc.integer({ min: 0, max: 2 ** 40 });

describe('a search space', () => {
  it('gives points within it, whatever the strategy, the seed and the index', () => {
    fc.assert(
      fc.property(spaces, seeds, fc.nat(100_000), fc.constantFrom('random', 'sobol'), (space, seed, index, kind) => {
        assert.deepEqual(checkSpace(space), []);
        const { parameters } = pointAt({ kind, seed } as never, space, index);
        assert.deepEqual(checkParameters(space, parameters), []);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same points for the same seed and others for another', () => {
    const space: SearchSpace = { 'Args/x': { kind: 'uniform', min: 0, max: 1, step: null } };
    const points = (seed: number) => pointsFrom({ kind: 'random', seed }, space, 0, 1000).map(({ fingerprint }) => fingerprint);
    assert.deepEqual(points(7), points(7));
    assert.equal(new Set([...points(7), ...points(8)]).size, 2000);
  });

  it('goes through a grid with each point once, those that conditions take away left out', () => {
    fc.assert(
      fc.property(spaces, (space) => {
        const size = gridSize(space);
        fc.pre(size !== null && size <= 500);
        const points = new Set(Array.from({ length: size }, (_, i) => canonical(gridPoint(space, i))));
        assert.equal(points.size, size);
      }),
      { numRuns: 200 },
    );
  });

  it('finds the points that are left of a small space, and none when none is', () => {
    const space: SearchSpace = { 'Args/n': { kind: 'integer', min: 1, max: 20, step: 1, log: false } };
    const strategy = { kind: 'random', seed: 3 } as const;
    const all = pointsFrom({ kind: 'grid' }, space, 0, 100);
    assert.equal(all.length, 20);
    const tried = new Set(all.slice(0, 17).map(({ fingerprint }) => fingerprint));
    const rest = restOf({ strategy, space, cursor: 40, tried, count: 10 });
    assert.deepEqual(rest.map(({ parameters }) => parameters['Args/n']).toSorted(), [18, 19, 20]);
  });

  it('spreads a thousand samples as its kinds say', () => {
    const space: SearchSpace = {
      'Args/log': { kind: 'logUniform', min: 1e-4, max: 1 },
      'Args/step': { kind: 'uniform', min: 0.1, max: 0.5, step: 0.1 },
      'Args/int': { kind: 'integer', min: 1, max: 3, step: 1, log: false },
    };
    for (const kind of ['random', 'sobol'] as const) {
      const samples = pointsFrom({ kind, seed: 11 }, space, 0, 1000).map(
        ({ parameters }) => parameters as Record<string, number>,
      );
      for (const decade of [1e-4, 1e-3, 1e-2, 1e-1]) {
        const share = samples.filter(({ 'Args/log': x = 0 }) => x >= decade && x < decade * 10).length / 1000;
        assert.ok(Math.abs(share - 0.25) < 0.05, `${kind}: ${share} from ${decade}`);
      }
      assert.deepEqual([...new Set(samples.map((sample) => sample['Args/step']))].toSorted(), [0.1, 0.2, 0.3, 0.4, 0.5]);
      assert.deepEqual([...new Set(samples.map((sample) => sample['Args/int']))].toSorted(), [1, 2, 3]);
    }
  });

  it("keeps Sobol's promise: each quarter of the first 256 points' square holds a quarter of them", () => {
    const space: SearchSpace = Object.fromEntries(
      Array.from({ length: 64 }, (_, i) => [`Args/x${i}`, { kind: 'uniform', min: 0, max: 1, step: null }]),
    );
    const points = pointsFrom({ kind: 'sobol', seed: 5 }, space, 0, 256).map(
      ({ parameters }) => Object.values(parameters) as number[],
    );
    for (let dimension = 0; dimension < 64; dimension += 1) {
      assert.equal(points.filter((point) => (point[dimension] as number) < 0.5).length, 128, `dimension ${dimension}`);
    }
    assert.equal(points.filter(([a = 0, b = 0]) => a < 0.5 && b < 0.5).length, 64);
  });

  it('says what is wrong with it, by field', () => {
    const fields = (space: object) => checkSpace(space as SearchSpace).map(({ field }) => field);
    assert.deepEqual(fields({}), ['space']);
    assert.deepEqual(fields({ 'Args/x': { kind: 'uniform', min: 2, max: 1, step: null } }), ['space.Args/x.max']);
    assert.deepEqual(fields({ 'Args/x': { kind: 'logUniform', min: 0, max: 1 } }), ['space.Args/x.min']);
    assert.deepEqual(fields({ x: { kind: 'choice', values: [1] } }), ['space.x']);
    assert.deepEqual(fields({ 'A/x': { kind: 'choice', values: [1, 1] } }), ['space.A/x.values']);
    assert.deepEqual(fields({ 'A/x': { kind: 'choice', values: [1] }, s: { kind: 'set', values: [{ 'A/x': 1 }] } }), ['space.s']);
    const circle = (parameter: string) => ({ kind: 'choice', values: [1], onlyWhen: { parameter, in: [1] } });
    assert.deepEqual(fields({ 'A/x': circle('A/y'), 'A/y': circle('A/x') }), ['space.A/x']);
  });

  it('may be narrowed and nothing else', () => {
    const wide: SearchSpace = {
      'A/x': { kind: 'uniform', min: 0, max: 1, step: null },
      'A/c': { kind: 'choice', values: [1, 2, [3]] },
    };
    const narrower = (more: object) => checkNarrower(wide, { ...wide, ...more } as SearchSpace).map(({ field }) => field);
    assert.deepEqual(
      narrower({ 'A/x': { kind: 'uniform', min: 0.5, max: 0.5, step: null }, 'A/c': { kind: 'choice', values: [[3]] } }),
      [],
    );
    assert.deepEqual(narrower({ 'A/x': { kind: 'uniform', min: 0, max: 2, step: null } }), ['space.A/x']);
    assert.deepEqual(narrower({ 'A/c': { kind: 'choice', values: [1, 4] } }), ['space.A/c']);
    assert.deepEqual(narrower({ 'A/new': { kind: 'choice', values: [1] } }), ['space.A/new']);
    assert.deepEqual(checkNarrower(wide, {}).length, 1);
  });
});
