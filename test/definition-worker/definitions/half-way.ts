import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { definePipeline } from '../../../sdk/index.ts';

interface Call {
  idempotencyKey: string;
  signal: AbortSignal;
}

/** Adds one to a counter elsewhere, which counts each key. */
async function count({ idempotencyKey, signal }: Call): Promise<void> {
  await fetch(process.env.COUNTER!, { method: 'POST', body: idempotencyKey, signal });
}

/** Holds on until the test lets it go. */
async function countAndHold(call: Call): Promise<void> {
  await count(call);
  while (!existsSync(process.env.GO!)) await sleep(100, undefined, { signal: call.signal });
}

/** A step's program: notes when its code begins and ends. */
const program = (between = ''): string => `
import os, time
def note(what):
    open(os.environ["NOTES"], "a").write(f"{os.environ['CLEARML_TASK_ID']} {what}\\n")
note("begin")
${between}
note("end")
`;
const HOLD = 'while not os.path.exists(os.environ["GO"]): time.sleep(0.1)';

/** Gets half-way by itself, and stands there with a step, a callback and a function at work, and an approval that waits. */
export default definePipeline({ name: 'half way', project: 'soak', defaults: { packages: [], queue: 'soak' } }, (p) => {
  const before = p.task('before', { code: program(), preExecute: count, postExecute: count });
  const sum = p.run('sum', { parents: [before] }, async (call) => {
    await count(call);
    return { sum: 3 };
  });
  const long = p.task('long', { parents: [before], code: program(HOLD), postExecute: count });
  const held = p.task('held', { parents: [before], code: program(), preExecute: countAndHold });
  const holding = p.run('holding', { parents: [before] }, async (call) => {
    await countAndHold(call);
    return { held: true };
  });
  const asked = p.approval('asked', { prompt: 'Go on?', parents: [sum] });
  const each = p.task('each', { parents: [asked], map: [1, 2, 3], code: program() });
  p.run('report', { parents: [long, held, holding, each], arguments: { sum: sum.result.sum } }, async (call, { sum: got }) => {
    await count(call);
    return { got };
  });
});
