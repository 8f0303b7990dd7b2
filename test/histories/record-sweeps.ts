/** Records histories of sweeps, on the real orchestrator and Postgres; part of `npm run histories -- LABEL`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { stopTask } from '../../activities/db/tasks/stop.ts';
import type { RunRef } from '../../workflows/contracts/run.ts';
import type { SweepSpec } from '../../workflows/contracts/sweep.ts';
import { strategyTaskQueue } from '../../workflows/contracts/sweep-hooks.ts';
import { type DispatchBench, startDispatchBench } from '../support/dispatch-bench.ts';
import { eventually } from '../support/eventually.ts';
import { createQueue } from '../support/records.ts';
import { ensureTemporal, mochaGlobalSetup, mochaGlobalTeardown } from '../support/servers.ts';
import { createBaseTask, executeTrial, reportValue, submit, sweepSpec, trialsOf, untilEnded } from '../support/sweep-bench.ts';
import { Worker } from '@temporalio/worker';

/** Writes `sweep-<case>.<label>.json` for each way that a sweep can go. */
export async function recordSweeps(label: string): Promise<void> {
  await mochaGlobalSetup();
  const bench = await startDispatchBench();
  try {
    await bench.startOrchestrator();
    const queue = await createQueue(bench.db, 'trials');
    const baseTask = await createBaseTask(bench.db);
    const execute = (run: RunRef) =>
      executeTrial(bench.db, run, async (task, x, signal) => {
        for (let iter = 0; iter < 20 && !signal.aborted; iter += 1) {
          await reportValue(bench.db, task, { value: x, iter });
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      });
    for (const worker of ['one', 'two']) await bench.startAgent({ worker, queues: [queue], execute });
    for (const [name, play] of Object.entries(cases(bench, baseTask))) await save(bench, `sweep-${name}.${label}`, await play());
  } finally {
    await bench.release();
    await mochaGlobalTeardown();
  }
}

function cases(bench: DispatchBench, baseTask: string): Record<string, () => Promise<string>> {
  const small = { maxTrials: 4, maxConcurrent: 2 };
  const begin = async (overrides: Partial<SweepSpec> & { limits?: object }) =>
    (await submit(bench.db, sweepSpec({ baseTask, limits: small, ...overrides } as never))).sweep;
  const update = (sweep: string, name: string, argument: object) =>
    bench.env.client.workflow.getHandle(`sweep-${sweep}-1`).executeUpdate(name, { args: [{ ...argument, by: 'user:u' }] });
  const started = (sweep: string) => eventually('trials', async () => (await trialsOf(bench.db, sweep)).length > 0);
  return {
    async random() {
      const sweep = await begin({});
      await untilEnded(bench.db, sweep, 60_000);
      return sweep;
    },
    async asha() {
      const sweep = await begin({ strategy: { kind: 'asha', seed: 1, minIterations: 2, maxIterations: 9, reduction: 2 } });
      await untilEnded(bench.db, sweep, 60_000);
      return sweep;
    },
    async steered() {
      const sweep = await begin({});
      await started(sweep);
      await update(sweep, 'pause', {});
      await update(sweep, 'change', { limits: { maxTrials: 5 } });
      await update(sweep, 'addTrial', { parameters: { 'Args/x': 0.5 } });
      await update(sweep, 'resume', {});
      await untilEnded(bench.db, sweep, 60_000);
      return sweep;
    },
    async stopped() {
      const sweep = await begin({});
      await started(sweep);
      await stopTask(bench.db, { task: sweep, actor: 'user:u', reason: 'enough' });
      await untilEnded(bench.db, sweep, 60_000);
      return sweep;
    },
    async 'timed-out'() {
      const sweep = await begin({ limits: { ...small, trialTimeMs: 500, wallClockMs: 3000, computeTimeMs: 60_000 } as never });
      await untilEnded(bench.db, sweep, 60_000);
      return sweep;
    },
    async optuna() {
      const sampler = { name: 'TPESampler', arguments: {} };
      const sweep = await begin({ strategy: { kind: 'optuna', seed: 1, sampler, pruner: { name: 'MedianPruner', arguments: {} } } });
      await untilEnded(bench.db, sweep, 240_000);
      return sweep;
    },
    async custom() {
      const worker = await Worker.create({
        connection: bench.env.nativeConnection,
        taskQueue: strategyTaskQueue('sweeps', 'study'),
        activities: { askStrategy: async () => ({ trials: [{ parameters: { 'Args/x': 0.1 } }], done: true, prune: [] }) },
      });
      return worker.runUntil(async () => {
        const sweep = await begin({ strategy: { kind: 'custom', name: 'mine' } });
        await untilEnded(bench.db, sweep, 60_000);
        return sweep;
      });
    },
    async refused() {
      const sweep = await begin({ limits: { ...small, maxConcurrent: 1 } as never });
      await started(sweep);
      await bench.db.em.fork().execute('delete from tasks where id = ?', [baseTask]);
      await untilEnded(bench.db, sweep, 60_000);
      return sweep;
    },
  };
}

async function save(bench: DispatchBench, name: string, sweep: string): Promise<void> {
  await bench.env.client.workflow.getHandle(`sweep-${sweep}-1`).result().catch(() => {});
  const show = ['workflow', 'show', '-w', `sweep-${sweep}-1`, '-o', 'json', '--address', bench.env.address];
  const { stdout } = await execa(await ensureTemporal(), show);
  const file = fileURLToPath(new URL(`./${name}.json`, import.meta.url));
  await writeFile(file, `${JSON.stringify(JSON.parse(stdout))}\n`);
  console.log(file);
}
