import { readFileSync } from 'node:fs';
import { custom, defineSweep, minimize, uniform } from 'perdura/sdk';

/** A strategy of one's own: looks around the best point so far, closer each time. Served by the process that follows the sweep. */
const closer = custom('closer', async ({ trials, next, count, log }) => {
  const ended = (await trials()).filter(({ state, values }) => state === 'completed' && typeof values[0] === 'number');
  const best = ended.toSorted((a, b) => a.values[0]! - b.values[0]!)[0]?.parameters ?? { 'Args/x': 0, 'Args/y': 0 };
  const reach = 5 / (1 + ended.length);
  log(`from ${JSON.stringify(best)}, within ${reach.toFixed(2)}`);
  return Array.from({ length: count }, (_, at) => {
    const angle = 2.4 * (next + at);
    const near = (centre: unknown, offset: number) => Math.max(-5, Math.min(5, Number(centre) + reach * offset));
    return { 'Args/x': near(best['Args/x'], Math.cos(angle)), 'Args/y': near(best['Args/y'], Math.sin(angle)) };
  });
});

export default defineSweep({
  name: 'custom',
  project: 'Perdura examples',
  base: {
    code: readFileSync(new URL('quadratic.py', import.meta.url), 'utf8'),
    entryPoint: 'quadratic.py',
    packages: ['clearml==2.1.12'],
  },
  space: { 'Args/x': uniform({ min: -5, max: 5 }), 'Args/y': uniform({ min: -5, max: 5 }) },
  objective: minimize('value', 'value'),
  strategy: closer,
  limits: { maxTrials: 10, maxConcurrent: 2 },
});
