import assert from 'node:assert/strict';
import { byMerit } from '../../../../ui/src/domain/sweep/merit.ts';
import { bestSoFar, goalsOf, parameterNames, resultPoints } from '../../../../ui/src/domain/sweep/objectives.ts';
import { filterTrials, sortTrials } from '../../../../ui/src/domain/sweep/trial-rows.ts';
import type { TrialView } from '../../../../workflows/contracts/sweep-api.ts';

const at = (second: number): string => new Date(1_800_000_000_000 + second * 1000).toISOString();

const trial = (number: number, value: number | null, part: Partial<TrialView> = {}): TrialView => ({
  number,
  task: `t${number}`,
  name: `trial ${number}`,
  state: 'completed',
  taskStatus: 'completed',
  parameters: { 'Args/lr': number / 10 },
  values: [value],
  iteration: 10,
  started: at(0),
  ended: at(number),
  reason: null,
  bracket: null,
  rung: null,
  byHand: false,
  archived: false,
  ...part,
});

const trials = [
  trial(1, 0.5),
  trial(2, 0.9, { state: 'pruned', reason: 'below the median' }),
  trial(3, 0.7),
  trial(4, null, { state: 'failed' }),
  trial(5, 0.6),
  trial(6, null, { state: 'running', ended: null }),
];
const goal = { label: 'accuracy', direction: 'max' as const };
const numbers = (rows: TrialView[]) => rows.map(({ number }) => number);

describe('trials', () => {
  it('are sorted with the best completed one first, then the pruned, then those without a result', () => {
    assert.deepEqual(numbers(sortTrials(trials, { key: 'best', descending: true }, [goal])), [3, 5, 1, 2, 6, 4]);
    const small = { ...goal, direction: 'min' as const };
    assert.deepEqual(numbers(sortTrials(trials, { key: 'best', descending: true }, [small])), [1, 5, 3, 2, 6, 4]);
  });

  it('are sorted by a column, with missing values last both ways', () => {
    assert.deepEqual(numbers(sortTrials(trials, { key: 'value:0', descending: false }, [goal])), [1, 5, 3, 2, 4, 6]);
    assert.deepEqual(numbers(sortTrials(trials, { key: 'value:0', descending: true }, [goal])), [2, 3, 5, 1, 4, 6]);
    assert.deepEqual(numbers(sortTrials(trials, { key: 'parameter:Args/lr', descending: true }, [goal])), [6, 5, 4, 3, 2, 1]);
  });

  it('are found by text, state and brush', () => {
    const all = { text: '', states: [], brushed: null };
    assert.deepEqual(numbers(filterTrials(trials, { ...all, text: 'median' })), [2]);
    assert.deepEqual(numbers(filterTrials(trials, { ...all, text: 'lr=0.3' })), [3]);
    assert.deepEqual(numbers(filterTrials(trials, { ...all, states: ['failed', 'running'] })), [4, 6]);
    assert.deepEqual(numbers(filterTrials(trials, { ...all, brushed: new Set([1, 5]) })), [1, 5]);
  });

  it('make the line of the best value so far out of those that were not cut short', () => {
    const points = resultPoints(trials, 0);
    assert.deepEqual(
      points.map(({ trial: { number } }) => number),
      [1, 2, 3, 5],
    );
    assert.deepEqual(
      bestSoFar(points, goal).map(({ value }) => value),
      [0.5, 0.7],
    );
  });

  it('leave failed ones out of the parallel coordinates and rank the others', () => {
    assert.deepEqual(
      byMerit(trials, goal).map(({ trial: { number }, merit }) => [number, merit]),
      [
        [1, 0],
        [5, 1 / 3],
        [3, 2 / 3],
        [2, 1],
      ],
    );
  });

  it('say themselves what is looked for where there is no definition', () => {
    const best = { trial: 1, task: 't1', value: 0.5 };
    assert.deepEqual(goalsOf({ spec: null, best }, trials), [{ label: 'Objective', direction: 'min' }]);
    assert.deepEqual(goalsOf({ spec: null, best: { ...best, value: 0.9 } }, trials), [{ label: 'Objective', direction: 'max' }]);
    assert.deepEqual(parameterNames({ spec: null }, trials), ['Args/lr']);
  });
});
