import { readFileSync } from 'node:fs';
import { defineSweep, minimize, optuna, uniform } from 'perdura/sdk';

/** The real Optuna: its TPE sampler chooses the points, its median pruner stops trials that fall behind. */
export default defineSweep({
  name: 'optuna',
  project: 'Perdura examples',
  base: {
    code: readFileSync(new URL('quadratic.py', import.meta.url), 'utf8'),
    entryPoint: 'quadratic.py',
    packages: ['clearml==2.1.12'],
  },
  space: { 'Args/x': uniform({ min: -5, max: 5 }), 'Args/y': uniform({ min: -5, max: 5 }) },
  objective: minimize('value', 'value'),
  strategy: optuna({ sampler: { name: 'TPESampler', arguments: { n_startup_trials: 5 } }, pruner: 'MedianPruner' }),
  limits: { maxTrials: 20, maxConcurrent: 2, minIterations: 2, wallClock: '1h' },
});
