import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deadlinesOf } from '../../../../workflows/domain/sweeps/deadlines.ts';
import { importanceOf } from '../../../../workflows/domain/sweeps/importance.ts';
import { dominates, objectiveValue, paretoFront, scoreOf } from '../../../../workflows/domain/sweeps/objective.ts';
import { renderValue } from '../../../../workflows/domain/sweeps/render-value.ts';
import { bracketOf, countBrackets, goesOn, rungsOf } from '../../../../workflows/domain/sweeps/rungs.ts';
import { trialName } from '../../../../workflows/domain/sweeps/trial-name.ts';
import { trialStanding } from '../../../../workflows/domain/sweeps/trial-state.ts';
import { unitAt } from '../../../../workflows/domain/sweeps/unit.ts';

const LIMITS = {
  maxTrials: null,
  maxConcurrent: 1,
  maxIterations: null,
  minIterations: 0,
  trialTimeMs: null,
  computeTimeMs: null,
  wallClockMs: null,
};

describe('the results of trials', () => {
  it('count by the last value or the best ever, as the sign says', () => {
    const curve = { last: 3, min: 1, max: 9 };
    const values = (['min', 'max', 'min_global', 'max_global'] as const).map((sign) => objectiveValue({ sign }, curve));
    assert.deepEqual(values, [3, 3, 1, 9]);
    assert.ok(scoreOf({ sign: 'max' }, 9) < scoreOf({ sign: 'max_global' }, 3));
  });

  it('have a front that nothing dominates and that dominates everything else', () => {
    const scores = fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 2 }), { maxLength: 60 });
    fc.assert(
      fc.property(scores, (all) => {
        const front = paretoFront(all);
        for (const [i, one] of all.entries()) {
          const dominated = all.some((other) => dominates(other, one));
          assert.equal(front.includes(i), !dominated);
        }
      }),
    );
  });

  it('are told from failures, silence and what is no number', () => {
    const facts = { statusReason: '', verdict: null, verdictReason: null, values: [1] };
    const state = (more: object) => trialStanding({ ...facts, status: 'completed', ...more } as never).state;
    assert.equal(state({}), 'completed');
    assert.equal(state({ values: [null] }), 'silent');
    assert.equal(state({ values: [Number.NaN] }), 'invalid');
    assert.equal(state({ values: [1, null] }), 'silent');
    assert.equal(state({ status: 'failed' }), 'failed');
    assert.equal(state({ status: 'stopped' }), 'aborted');
    assert.equal(state({ status: 'stopped', verdict: 'pruned' }), 'pruned');
    assert.equal(state({ status: 'stopped', verdict: 'time' }), 'completed');
    assert.equal(state({ status: 'stopped', verdict: 'iterations', values: [null] }), 'silent');
    assert.equal(state({ status: null }), 'aborted');
    assert.equal(state({ status: 'queued', verdict: 'pruned' }), 'queued');
  });

  it('say which parameter matters', () => {
    const trials = Array.from({ length: 200 }, (_, i) => {
      const [a, b] = [unitAt(1, i, 'a'), unitAt(1, i, 'b')];
      return { parameters: { 'A/a': a, 'A/b': b, 'A/c': i % 2 === 0 ? 'x' : 'y' }, score: (a - 0.5) ** 2 + 0.01 * b };
    });
    const importance = importanceOf(trials) ?? {};
    assert.ok((importance['A/a'] ?? 0) > 0.9, JSON.stringify(importance));
    assert.ok(Math.abs(Object.values(importance).reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
    assert.equal(importanceOf(trials.slice(0, 5)), null);
  });
});

describe('rungs', () => {
  const asha = { kind: 'asha', seed: 0, minIterations: 1, maxIterations: 9, reduction: 3 } as const;
  const hyperband = { ...asha, kind: 'hyperband' } as const;

  it('stand at the least iterations, times the reduction each, and at the most', () => {
    assert.deepEqual(rungsOf(asha, 0), [1, 3, 9]);
    assert.deepEqual(
      [0, 1, 2].map((bracket) => rungsOf(hyperband, bracket)),
      [[1, 3, 9], [3, 9], [9]],
    );
    assert.deepEqual([countBrackets(asha), countBrackets(hyperband)], [1, 3]);
  });

  it('get more trials where they look earlier', () => {
    const counts = [0, 0, 0];
    for (let trial = 0; trial < 1700; trial += 1) counts[bracketOf(hyperband, trial)]! += 1;
    assert.deepEqual(counts, [900, 500, 300]);
  });

  it('let the best third go on, and whoever comes first', () => {
    assert.ok(goesOn(5, [5], 3));
    assert.ok(!goesOn(5, [4, 5], 3));
    assert.ok(goesOn(2, [1, 2, 3, 4, 5, 6], 3));
    assert.ok(!goesOn(3, [1, 2, 3, 4, 5, 6], 3));
  });
});

describe('deadlines', () => {
  const usage = { now: 10_000, sweepStarted: 0, trialsStarted: [8000, 9000], endedMs: 5000 };

  it('are those of the sweep, of all trials together and of the oldest trial', () => {
    assert.deepEqual(deadlinesOf(LIMITS, usage), { sweepMs: null, sweepReason: null, trialMs: null });
    assert.deepEqual(deadlinesOf({ ...LIMITS, wallClockMs: 12_000 }, usage).sweepMs, 2000);
    assert.deepEqual(deadlinesOf({ ...LIMITS, computeTimeMs: 9000 }, usage).sweepMs, 500);
    assert.deepEqual(deadlinesOf({ ...LIMITS, computeTimeMs: 8000 }, usage), {
      sweepMs: 0,
      sweepReason: 'compute time limit',
      trialMs: null,
    });
    assert.deepEqual(deadlinesOf({ ...LIMITS, trialTimeMs: 2500 }, usage).trialMs, 500);
  });
});

describe('a parameter of a trial', () => {
  it('is written with its type', () => {
    assert.deepEqual(renderValue(1, { real: true }), { value: '1.0', type: 'float' });
    assert.deepEqual(renderValue(1e-7), { value: '1e-7', type: 'float' });
    assert.deepEqual(renderValue(3, { declared: 'int' }), { value: '3', type: 'int' });
    assert.deepEqual(renderValue(true), { value: 'True', type: 'bool' });
    assert.deepEqual(renderValue([1, 'a']), { value: '[1,"a"]', type: 'list' });
    assert.deepEqual(renderValue('adam'), { value: 'adam', type: 'str' });
    assert.deepEqual(renderValue(null), { value: '', type: 'NoneType' });
  });

  it('is short in the name of the trial', () => {
    const parameters = { 'Args/lr': 0.0012345678, 'Args/batch': 32 };
    assert.equal(trialName('{name} #{number}: {parameters}', { name: 's', number: 4, parameters }), 's #4: lr=0.001235 batch=32');
  });
});
