import { setTimeout as sleep } from 'node:timers/promises';
import { boolean, definePipeline, isTrue } from '../../../sdk/index.ts';

/** Adds one to a counter elsewhere, which counts each key once. There is time to be killed before and after. */
async function count({ idempotencyKey, signal }: { idempotencyKey: string; signal: AbortSignal }): Promise<void> {
  await sleep(300, undefined, { signal });
  await fetch(process.env.COUNTER!, { method: 'POST', body: idempotencyKey, signal });
  await sleep(300, undefined, { signal });
}

/** A step's program: notes when its code begins and ends, so that one that ran twice is found out. */
const program = (between: string): string => `
import os, sys, time
task, notes = os.environ["CLEARML_TASK_ID"], os.environ["SOAK_NOTES"]
def note(what):
    open(notes, "a").write(f"{task} {what}\\n")
note("begin")
time.sleep(0.2)
${between}
note("end")
`;

const FAILS_ONCE = `
mark = f"{notes}-{task}"
if not os.path.exists(mark):
    open(mark, "w").close()
    note("end")
    sys.exit(1)
`;

/** One step for each way to end, and callbacks of each kind. Whether the run fails is its parameter. */
export default definePipeline(
  {
    name: 'kinds of ends',
    project: 'soak',
    defaults: { packages: [], queue: 'soak' },
    parameters: { fails: boolean({ default: false, description: 'one step fails for good' }) },
  },
  (p) => {
    const make = p.task('make', { code: program(''), preExecute: count, postExecute: count });
    const flaky = p.task('flaky', { parents: [make], code: program(FAILS_ONCE), retries: 1 });
    p.run('sum', { parents: [flaky] }, async (context) => {
      await count(context);
      return { sum: 1 };
    });
    const broken = p.task('broken', {
      parents: [make],
      when: isTrue(p.parameters.fails),
      code: program('note("end")\nsys.exit(1)'),
    });
    p.task('after broken', { parents: [broken], code: program('') });
  },
);
