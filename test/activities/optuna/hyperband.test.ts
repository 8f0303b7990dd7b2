import assert from 'node:assert/strict';
import { execa } from 'execa';
import { bracketOf, countBrackets, goesOn, rungsOf } from '../../../workflows/domain/sweeps/rungs.ts';
import { unitAt } from '../../../workflows/domain/sweeps/unit.ts';
import { provideOptunaOrSkip } from '../../support/optuna.ts';

/** The brackets of Optuna's pruner: trials of each in one round, and the steps at which it compares below the most. */
const BRACKETS = `
import json, sys, optuna
def brackets(low, high, factor):
    pruner = optuna.pruners.HyperbandPruner(min_resource=low, max_resource=high, reduction_factor=factor)
    pruner._try_initialization(None)
    def steps(halving):
        first = halving._min_resource * factor ** halving._min_early_stopping_rate
        return [first * factor ** rung for rung in range(99) if first * factor ** rung < high]
    return {"trials": pruner._trial_allocation_budgets, "steps": [steps(halving) for halving in pruner._pruners]}
print(json.dumps([brackets(*case) for case in json.loads(sys.argv[1])]))
`;

/** For each score, whether Optuna lets a trial go on that comes to a rung with it after those before. */
const PROMOTED = `
import json, sys
from optuna.pruners._successive_halving import _is_trial_promotable_to_next_rung as promotable
from optuna.study import StudyDirection
scores, factor = json.loads(sys.argv[1]), int(sys.argv[2])
print(json.dumps([promotable(score, scores[: at + 1], factor, StudyDirection.MINIMIZE) for at, score in enumerate(scores)]))
`;

/** Least and most iterations, and the reduction. */
const CASES = [
  [1, 9, 3],
  [1, 81, 3],
  [1, 16, 2],
  [2, 100, 4],
  [1, 10, 3],
  [5, 45, 3],
  [3, 3, 3],
] as const;

describe('the brackets of hyperband', function () {
  this.timeout(600_000);
  let python: string;
  before(async function () {
    python = await provideOptunaOrSkip(this);
  });

  it("are those of Optuna's HyperbandPruner: as many, with as many trials each, compared at the same iterations", async () => {
    const { stdout } = await execa(python, ['-c', BRACKETS, JSON.stringify(CASES)]);
    const optunas = JSON.parse(stdout) as { trials: number[]; steps: number[][] }[];
    for (const [index, [minIterations, maxIterations, reduction]] of CASES.entries()) {
      const strategy = { kind: 'hyperband', seed: 0, minIterations, maxIterations, reduction } as const;
      const { trials, steps } = optunas[index]!;
      const brackets = Array.from({ length: countBrackets(strategy) }, (_, bracket) => bracket);
      const round = Array.from({ length: trials.reduce((sum, count) => sum + count, 0) }, (_, trial) =>
        bracketOf(strategy, trial),
      );
      assert.deepEqual(
        {
          trials: brackets.map((bracket) => round.filter((of) => of === bracket).length),
          steps: brackets.map((bracket) => rungsOf(strategy, bracket).slice(0, -1)),
        },
        { trials, steps },
        `from ${minIterations} to ${maxIterations} iterations by ${reduction}`,
      );
    }
  });

  it('let a trial go on exactly where Optuna does', async () => {
    const scores = Array.from({ length: 40 }, (_, index) => unitAt(1, index, 'score'));
    for (const reduction of [2, 3, 4]) {
      const { stdout } = await execa(python, ['-c', PROMOTED, JSON.stringify(scores), String(reduction)]);
      assert.deepEqual(
        scores.map((score, at) => goesOn(score, scores.slice(0, at + 1), reduction)),
        JSON.parse(stdout),
      );
    }
  });
});
