/**
 * `npm run bench:throughput [-- --tasks N --agents N --backlog N]`: trivial tasks through agents that only pretend to run code, on the
 * real orchestrator, Temporal server and Postgres: as many are enqueued as are run, in tasks per second; and the same with a
 * long backlog waiting in the same queue. Beside it, as the limit, workflows of as many activities that do nothing at all. Linux only: processor time is read from /proc.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from '@temporalio/worker';
import { enqueue } from '../activities/db/tasks/enqueue.ts';
import { type DispatchBench, startDispatchBench } from '../test/support/dispatch-bench.ts';
import { eventually } from '../test/support/eventually.ts';
import { startOrchestratorProcess } from '../test/support/orchestrator-process.ts';
import { createQueue, createTask } from '../test/support/records.ts';
import { mochaGlobalSetup, mochaGlobalTeardown } from '../test/support/servers.ts';
import { childrenByParent, family, processorMs } from './processes.ts';
import { type Figure, report } from './report.ts';

const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '1000' },
    agents: { type: 'string', default: '8' },
    backlog: { type: 'string', default: '10000' },
  },
});
/** Of a task that has nothing to prepare: its execution, the writing of its end, its clean-up. */
const ACTIVITIES = 3;
/** Enqueued at a time. */
const BATCH = 100;
/** Done before anything is measured, for programs to compile what they are made of. */
const WARM_UP = 100;

await mochaGlobalSetup();
const bench = await startDispatchBench();
const stops: (() => Promise<void>)[] = [];
try {
  const bare = await runBare(bench, Number(values.tasks));
  const orchestrator = await startOrchestratorProcess(bench);
  stops.push(() => orchestrator.end('SIGTERM'));
  const queue = await createQueue(bench.db, 'throughput');
  await run(bench, queue, WARM_UP);
  const empty = await run(bench, queue, Number(values.tasks), orchestrator.pid);
  const filling = performance.now();
  await fill(bench, queue, Number(values.backlog));
  await eventually('Temporal knows of the backlog', async () => (await count(bench, 'outbox')) === 0, { deadlineMs: 600_000 });
  const filled = Number(values.backlog) / ((performance.now() - filling) / 1000);
  const backlogged = await run(bench, queue, Number(values.tasks));
  await report('throughput', [
    {
      what: `${values.tasks} tasks, ${values.agents} agents`,
      value: empty.perSecond,
      unit: 'tasks/s',
      better: 'higher',
      beside: { what: `limit: bare workflows of ${ACTIVITIES} activities`, value: bare },
    },
    {
      what: `the same with ${values.backlog} tasks waiting`,
      value: backlogged.perSecond,
      unit: 'tasks/s',
      better: 'higher',
      beside: { what: 'without them', value: empty.perSecond },
    },
    { what: `enqueueing these ${values.backlog}, until Temporal knows`, value: filled, unit: 'tasks/s', better: 'higher' },
    ...Object.entries(empty.processorMs).map(
      ([program, ms]): Figure => ({ what: `processor time of a task: ${program}`, value: ms, unit: 'ms', better: 'lower' }),
    ),
  ]);
} finally {
  for (const stop of stops) await stop();
  await bench.release();
  await mochaGlobalTeardown();
}

/** Workflows per second. */
async function runBare({ env }: DispatchBench, tasks: number): Promise<number> {
  const taskQueue = 'bare';
  let called = 0;
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowsPath: fileURLToPath(new URL('./bare-workflow.ts', import.meta.url)),
    activities: {
      async nothing() {
        called += 1;
      },
    },
  });
  const complete = async (name: string, count: number) => {
    const end = called + count * ACTIVITIES;
    for (let begun = 0; begun < count; begun += BATCH) {
      const ids = Array.from({ length: Math.min(BATCH, count - begun) }, (_, at) => `${name}-${begun + at}`);
      const start = (workflowId: string) =>
        env.client.workflow.start('bareWorkflow', { workflowId, taskQueue, args: [ACTIVITIES] });
      await Promise.all(ids.map(start));
    }
    await eventually('all their activities are done', () => called === end, { deadlineMs: 600_000, everyMs: 50 });
  };
  return worker.runUntil(async () => {
    await complete('warm-up', WARM_UP);
    const begin = performance.now();
    await complete('bare', tasks);
    return tasks / ((performance.now() - begin) / 1000);
  });
}

interface Run {
  perSecond: number;
  /** Of one task, by program. */
  processorMs: Record<string, number>;
}

async function run(on: DispatchBench, queue: string, tasks: number, orchestrator?: number): Promise<Run> {
  const agents = await Promise.all(
    Array.from({ length: Number(values.agents) }, (_, index) => on.startAgent({ worker: `pretend-${index}`, queues: [queue] })),
  );
  const before = await countCompleted(on);
  const spent = await spentBy(orchestrator);
  const begin = performance.now();
  await fill(on, queue, tasks);
  await eventually('as many completed', async () => (await countCompleted(on)) - before >= tasks, {
    deadlineMs: 600_000,
    everyMs: 50,
  });
  const perSecond = tasks / ((performance.now() - begin) / 1000);
  const end = await spentBy(orchestrator);
  await Promise.all(agents.map((agent) => agent.stop()));
  return {
    perSecond,
    processorMs: Object.fromEntries(Object.keys(end).map((program) => [program, (end[program]! - spent[program]!) / tasks])),
  };
}

/** Processor time so far of all that runs for this, by program. */
async function spentBy(orchestrator: number | undefined): Promise<Record<string, number>> {
  const children = await childrenByParent();
  const all = await processorMs(family(process.pid, children));
  const ofOrchestrator = orchestrator ? await processorMs([orchestrator]) : 0;
  const own = await processorMs([process.pid]);
  return {
    all,
    orchestrator: ofOrchestrator,
    'pretend agents and enqueueing': own,
    'Temporal and Postgres': all - ofOrchestrator - own,
  };
}

async function fill({ db }: DispatchBench, queue: string, tasks: number): Promise<void> {
  for (let done = 0; done < tasks; done += BATCH) {
    const batch = await Promise.all(Array.from({ length: Math.min(BATCH, tasks - done) }, () => createTask(db)));
    await Promise.all(batch.map((task) => enqueue(db, { task, queue, actor: 'user:bench' })));
  }
}

function countCompleted(on: DispatchBench): Promise<number> {
  return count(on, `tasks where status = 'completed'`);
}

async function count({ db }: DispatchBench, from: string): Promise<number> {
  const [row] = await db.em.fork().execute<{ count: number }[]>(`select count(*)::int as count from ${from}`);
  return row?.count ?? 0;
}
