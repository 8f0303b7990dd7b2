import { asha, choice, defineSweep, integers, logUniform, maximize, onlyWhen } from 'perdura/sdk';

/**
 * Searches for the best training of the example that `npm start` comes with. Asynchronous successive halving: each trial is compared with the
 * others after 5, 15, … epochs, and only the best third goes on.
 */
export default defineSweep({
  name: 'digits',
  project: 'Perdura examples',
  base: { project: 'Perdura examples', name: 'digits: train a classifier' },
  space: {
    'Args/lr': logUniform({ min: 1e-4, max: 1e-1 }),
    'Args/hidden': integers({ min: 16, max: 256, log: true }),
    'Args/batch_size': choice([8, 16, 64]),
    'Args/l2': onlyWhen('Args/batch_size', [8, 16], logUniform({ min: 1e-6, max: 1e-2 })),
  },
  objective: maximize('accuracy', 'validation', { ever: true }),
  strategy: asha({ minIterations: 5, maxIterations: 45 }),
  limits: { maxTrials: 12, maxConcurrent: 2, computeTime: '2h' },
  keepTop: 3,
});
