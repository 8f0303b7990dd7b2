/** Records histories of what has much to do: hundreds of steps side by side, and runs that go on as new ones; part of `npm run histories -- LABEL`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { stopTask } from '../../activities/db/tasks/stop.ts';
import type { RunRef } from '../../workflows/contracts/run.ts';
import { startDefinitionWorker } from '../support/definition-worker.ts';
import { eventually } from '../support/eventually.ts';
import { type PipelineBench, startPipelineBench } from '../support/pipeline-bench.ts';
import { endOf, looseSpec, statesOf, submit } from '../support/pipeline-records.ts';
import { createQueue } from '../support/records.ts';
import { ensureTemporal, mochaGlobalSetup, mochaGlobalTeardown } from '../support/servers.ts';
import { createBaseTask, executeTrial, reportValue, submit as submitSweep, sweepSpec, untilEnded } from '../support/sweep-bench.ts';

const LONGEST_HISTORY = 60;
/** More than are started, and stopped, in a row. */
const WIDE = 70;

export async function recordLong(label: string): Promise<void> {
  await mochaGlobalSetup();
  try {
    await withBench({}, async (bench) => saveRuns(bench, `pipeline-wide.${label}`, await wide(bench)));
    await withBench({ longestHistory: LONGEST_HISTORY }, async (bench) => {
      await saveRuns(bench, `pipeline-continued.${label}`, await chain(bench));
      await saveRuns(bench, `pipeline-beside-call.${label}`, await besideCall(bench));
      await saveRuns(bench, `sweep-continued.${label}`, await sweep(bench));
    });
  } finally {
    await mochaGlobalTeardown();
  }
}

async function withBench(options: { longestHistory?: number }, work: (bench: PipelineBench) => Promise<void>): Promise<void> {
  const bench = await startPipelineBench(options);
  try {
    await work(bench);
  } finally {
    await bench.release();
  }
}

/** Nobody serves the queue: all are started, then stopped. */
async function wide(bench: PipelineBench): Promise<string> {
  await createQueue(bench.db, 'nobody');
  const steps = Array.from({ length: WIDE }, (_, index) => bench.task(`s${index}`, { queue: 'nobody' }));
  const run = await submit(bench.db, looseSpec({ name: 'wide', steps }, bench.queue));
  await eventually('all are queued', async () => Object.values(await statesOf(bench.db, run)).every((state) => state === 'queued'));
  await stopTask(bench.db, { task: run, actor: 'user:u', reason: 'abort' });
  await endOf(bench.db, run);
  return `pipeline-${run}-1`;
}

const eightInARow = (bench: PipelineBench) =>
  Array.from({ length: 8 }, (_, index) => bench.task(`s${index}`, { parents: index === 0 ? [] : [`s${index - 1}`] }));

async function chain(bench: PipelineBench): Promise<string> {
  const steps = eightInARow(bench);
  const run = await submit(bench.db, looseSpec({ name: 'continued', steps: [...steps, { name: 'ask', kind: 'approval' }] }, bench.queue));
  await eventually('the last step has ended', async () => (await statesOf(bench.db, run)).s7 === 'completed');
  await bench.update(run, 'approve', { step: 'ask', approved: true });
  await endOf(bench.db, run);
  return `pipeline-${run}-1`;
}

/** The run would go on as a new one, were there no call at work. */
async function besideCall(bench: PipelineBench): Promise<string> {
  const mayEnd = Promise.withResolvers<void>();
  const worker = await startDefinitionWorker(
    bench,
    { project: 'tests', name: 'beside-call' },
    {
      async callStepHook() {
        await mayEnd.promise;
        return {};
      },
    },
  );
  const steps = eightInARow(bench);
  const side = bench.task('side', { hooks: ['postExecute'] });
  const run = await submit(bench.db, looseSpec({ name: 'beside-call', steps: [...steps, side] }, bench.queue));
  await eventually('the last step has ended', async () => (await statesOf(bench.db, run)).s7 === 'completed');
  mayEnd.resolve();
  await endOf(bench.db, run);
  await worker.stop();
  return `pipeline-${run}-1`;
}

async function sweep(bench: PipelineBench): Promise<string> {
  const queue = await createQueue(bench.db, 'trials');
  const execute = (run: RunRef) => executeTrial(bench.db, run, (task, x) => reportValue(bench.db, task, { value: x }));
  await bench.startAgent({ worker: 'trials', queues: [queue], execute });
  const { sweep: id } = await submitSweep(
    bench.db,
    sweepSpec({ baseTask: await createBaseTask(bench.db), limits: { maxTrials: 20, maxConcurrent: 2 } }),
  );
  await eventually('it runs', async () => (await bench.db.em.fork().execute('select 1 from sweep_trials where sweep = ?', [id])).length > 0);
  const handle = bench.env.client.workflow.getHandle(`sweep-${id}-1`);
  const update = (name: string, argument: object) => handle.executeUpdate(name, { args: [{ ...argument, by: 'user:u' }] });
  await update('pause', {});
  // Each makes the history longer while the sweep waits.
  for (let index = 0; index < 10; index += 1) await update('addTrial', { parameters: { 'Args/x': 0.1 + index / 1000 } });
  await update('resume', {});
  await untilEnded(bench.db, id, 60_000);
  return `sweep-${id}-1`;
}

/** Every run under the id: `<name>`, `<name>-2`, … in the order in which they went on. */
async function saveRuns({ env }: PipelineBench, name: string, workflowId: string): Promise<void> {
  let runId = (await env.client.workflow.getHandle(workflowId).describe()).runId;
  const histories: string[] = [];
  for (;;) {
    const show = ['workflow', 'show', '-w', workflowId, '-r', runId, '-o', 'json', '--address', env.address];
    const { stdout } = await execa(await ensureTemporal(), show);
    histories.unshift(stdout);
    const { events } = JSON.parse(stdout) as {
      events: { workflowExecutionStartedEventAttributes?: { continuedExecutionRunId?: string } }[];
    };
    const before = events[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
    if (!before) break;
    runId = before;
  }
  const [base, label] = name.split('.');
  for (const [index, history] of histories.entries()) {
    const file = fileURLToPath(new URL(`./${base}${index === 0 ? '' : `-${index + 1}`}.${label}.json`, import.meta.url));
    await writeFile(file, `${JSON.stringify(JSON.parse(history))}\n`);
    console.log(file);
  }
}
