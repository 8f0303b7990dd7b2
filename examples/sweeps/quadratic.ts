import { readFileSync } from 'node:fs';
import { defineSweep, minimize, sobol, uniform } from 'perdura/sdk';

/** Twelve points that fill the space evenly; the code of the trials is a file beside this one. */
export default defineSweep({
  name: 'quadratic',
  project: 'Perdura examples',
  base: {
    code: readFileSync(new URL('quadratic.py', import.meta.url), 'utf8'),
    entryPoint: 'quadratic.py',
    packages: ['clearml==2.1.12'],
  },
  space: { 'Args/x': uniform({ min: -5, max: 5 }), 'Args/y': uniform({ min: -5, max: 5 }) },
  objective: minimize('value', 'value'),
  strategy: sobol(),
  limits: { maxTrials: 12, maxConcurrent: 3 },
  keepTop: 5,
});
