import { readFileSync } from 'node:fs';
import { choice, custom, defineSweep, minimize } from '../../../sdk/index.ts';

/** Tries 0, 1, 2, 3 in this order, and says what it knew before each. */
const oneByOne = custom('one by one', async ({ next, trials, log }) => {
  const known = (await trials()).map(({ values }) => values[0]);
  log(`knows ${JSON.stringify(known)}`);
  return next < 4 ? [{ 'Args/x': next }] : { trials: [], done: true };
});

export default defineSweep({
  name: 'one by one',
  project: 'cli',
  base: { code: readFileSync(new URL('trial.py', import.meta.url), 'utf8') },
  space: { 'Args/x': choice([0, 1, 2, 3, 4]) },
  objective: minimize('value', 'value'),
  strategy: oneByOne,
  limits: { maxConcurrent: 1 },
});
