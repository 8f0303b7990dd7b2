import { setTimeout as sleep } from 'node:timers/promises';
import { definePipeline } from '../../../sdk/index.ts';
import type { StepHandle } from '../../../sdk/pipelines/index.ts';

/** Adds one to a counter elsewhere, which counts each key once. There is time to be killed before and after. */
async function count({ idempotencyKey, signal }: { idempotencyKey: string; signal: AbortSignal }): Promise<void> {
  await sleep(200, undefined, { signal });
  await fetch(process.env.COUNTER!, { method: 'POST', body: idempotencyKey, signal });
  await sleep(200, undefined, { signal });
}

/** Steps in a row, each with three calls of its worker. */
export default definePipeline({ name: 'counting', project: 'faults' }, (p) => {
  let last: StepHandle[] = [];
  for (let number = 1; number <= 5; number++) {
    last = [
      p.run(`step ${number}`, { parents: last, preExecute: count, postExecute: count }, async (context) => {
        await count(context);
        return { number };
      }),
    ];
  }
});
