/**
 * `npm run bench:sweeps [-- --trials N --agents N]`: a random sweep of trivial trials, beside the same tasks enqueued by themselves and beside
 * Optuna alone with the same objective in one process; and how long a free slot waits for its next trial. Agents only pretend to run code.
 */
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { cloneTask } from '../activities/db/tasks/clone-task.ts';
import { enqueue } from '../activities/db/tasks/enqueue.ts';
import { optunaFolder, provideOptuna } from '../activities/optuna/environment.ts';
import { type DispatchBench, startDispatchBench } from '../test/support/dispatch-bench.ts';
import { eventually } from '../test/support/eventually.ts';
import { createQueue } from '../test/support/records.ts';
import { mochaGlobalSetup, mochaGlobalTeardown } from '../test/support/servers.ts';
import {
  createBaseTask,
  executeTrial,
  reportValue,
  slotGaps,
  submit,
  sweepSpec,
  trialsOf,
  untilEnded,
} from '../test/support/sweep-bench.ts';
import type { RunRef } from '../workflows/contracts/run.ts';
import { percentile, report } from './report.ts';

const { values } = parseArgs({
  options: { trials: { type: 'string', default: '1000' }, agents: { type: 'string', default: '8' } },
});
const count = Number(values.trials);
const agents = Number(values.agents);
const DEADLINE_MS = 600_000;

const SCRIPT = `
import sys, time, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
begin = time.perf_counter()
study.optimize(lambda trial: (trial.suggest_float("x", 0, 1) - 0.3) ** 2, n_trials=int(sys.argv[1]))
print(int(sys.argv[1]) / (time.perf_counter() - begin))
`;

await mochaGlobalSetup();
const bench = await startDispatchBench();
try {
  await bench.startOrchestrator();
  const queue = await createQueue(bench.db, 'trials');
  const baseTask = await createBaseTask(bench.db);
  const execute = (run: RunRef) =>
    executeTrial(bench.db, run, (task, x) => reportValue(bench.db, task, { value: (x - 0.3) ** 2 }));
  await Promise.all(
    Array.from({ length: agents }, (_, i) => bench.startAgent({ worker: `pretend-${i}`, queues: [queue], execute })),
  );
  await runBare(bench, { baseTask, queue, count: Math.min(count, 100) });
  const bare = await runBare(bench, { baseTask, queue, count });
  const sweep = await runSweep(bench, { baseTask, maxConcurrent: 2 * agents });
  const gaps = slotGaps(await trialsOf(bench.db, await lastSweep(bench)), 2 * agents);
  const alone = await optunaAlone();
  await report('sweeps', [
    {
      what: `${count} random trials, ${agents} agents`,
      value: sweep,
      unit: 'trials/s',
      better: 'higher',
      beside: { what: 'the same tasks enqueued by themselves', value: bare },
    },
    {
      what: 'the same',
      value: sweep,
      unit: 'trials/s',
      better: 'higher',
      beside: { what: 'limit: Optuna alone, RandomSampler, one process', value: alone },
    },
    { what: 'from the end of a trial to the next enqueue, median', value: percentile(gaps, 50), unit: 'ms', better: 'lower' },
    { what: 'the same, p99', value: percentile(gaps, 99), unit: 'ms', better: 'lower' },
  ]);
} finally {
  await bench.release();
  await mochaGlobalTeardown();
}

interface BareInput {
  baseTask: string;
  queue: string;
  count: number;
}

/** Clones are enqueued as fast as they can be made, as a script without a sweep would do it. */
async function runBare({ db }: DispatchBench, { baseTask, queue, count: tasks }: BareInput): Promise<number> {
  const begin = performance.now();
  const ids: string[] = [];
  for (let from = 0; from < tasks; from += 10) {
    const made = await Promise.all(
      Array.from({ length: Math.min(10, tasks - from) }, async () => {
        const { id } = await cloneTask(db, { task: baseTask, userId: 'u', overrides: { project: '' } });
        await enqueue(db, { task: id, queue, actor: 'user:bench' });
        return id;
      }),
    );
    ids.push(...made);
  }
  const left = async () => {
    const sql = `select count(*)::int as left from tasks where id = any(?::text[]) and status <> 'completed'`;
    const [row] = await db.em.fork().execute<{ left: number }[]>(sql, [`{${ids.join(',')}}`]);
    return row?.left ?? 0;
  };
  await eventually('all tasks completed', async () => (await left()) === 0, { deadlineMs: DEADLINE_MS, everyMs: 50 });
  return tasks / ((performance.now() - begin) / 1000);
}

async function runSweep(
  { db }: DispatchBench,
  { baseTask, maxConcurrent }: { baseTask: string; maxConcurrent: number },
): Promise<number> {
  const begin = performance.now();
  const { sweep } = await submit(db, sweepSpec({ baseTask, limits: { maxTrials: count, maxConcurrent } }));
  await untilEnded(db, sweep, DEADLINE_MS);
  return count / ((performance.now() - begin) / 1000);
}

async function lastSweep({ db }: DispatchBench): Promise<string> {
  const [row] = await db.em.fork().execute<{ task: string }[]>('select task from sweeps order by started desc limit 1');
  return row?.task ?? '';
}

async function optunaAlone(): Promise<number> {
  const print = (line: string) => console.error(line);
  const python = await provideOptuna({
    folder: optunaFolder(process.env),
    withTorch: false,
    signal: AbortSignal.timeout(DEADLINE_MS),
    print,
  });
  const { stdout } = await execa(python, ['-c', SCRIPT, String(count)]);
  return Number(stdout);
}
