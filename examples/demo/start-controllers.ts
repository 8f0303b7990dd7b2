import { readFileSync } from 'node:fs';
import type { HttpClient } from '../../sdk/http-client.ts';
import { submitPipeline } from '../../sdk/pipelines/index.ts';
import { defineSweep, minimize, sobol, submitSweep, uniform } from '../../sdk/sweeps/index.ts';
import diamond from '../pipelines/diamond.ts';

/** A pipeline of four short steps, which agents of the queue `default` run. Throws ApiError, ServerUnreachableError. */
export async function startPipeline(api: HttpClient): Promise<void> {
  await submitPipeline(api, diamond);
}

/** A sweep of six short trials, two at a time, on the same queue. Throws ApiError, ServerUnreachableError. */
export async function startSweep(api: HttpClient): Promise<void> {
  await submitSweep(api, QUADRATIC);
}

const QUADRATIC = defineSweep({
  name: 'quadratic',
  project: 'Demo',
  base: {
    code: readFileSync(new URL('../sweeps/quadratic.py', import.meta.url), 'utf8'),
    entryPoint: 'quadratic.py',
    packages: ['clearml==2.1.12'],
  },
  space: { 'Args/x': uniform({ min: -5, max: 5 }), 'Args/y': uniform({ min: -5, max: 5 }) },
  objective: minimize('value', 'value'),
  strategy: sobol(),
  limits: { maxTrials: 6, maxConcurrent: 2 },
  keepTop: 3,
});
