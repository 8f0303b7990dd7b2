/**
 * `npm run bench:throughput [-- --tasks N --agents N --backlog N]`: trivial tasks through agents that only pretend to run code, on the
 * real orchestrator, Temporal server and Postgres: as many are enqueued as are run, in tasks per second; and the same with a
 * long backlog waiting in the same queue.
 */
import { parseArgs } from 'node:util';
import { enqueue } from '../activities/db/tasks/enqueue.ts';
import { type DispatchBench, startDispatchBench } from '../test/support/dispatch-bench.ts';
import { eventually } from '../test/support/eventually.ts';
import { createQueue, createTask } from '../test/support/records.ts';
import { mochaGlobalSetup, mochaGlobalTeardown } from '../test/support/servers.ts';
import { report } from './report.ts';

const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '1000' },
    agents: { type: 'string', default: '8' },
    backlog: { type: 'string', default: '10000' },
  },
});
/** Enqueued at a time. */
const BATCH = 100;

await mochaGlobalSetup();
const bench = await startDispatchBench();
try {
  await bench.startOrchestrator();
  const queue = await createQueue(bench.db, 'throughput');
  const empty = await tasksPerSecond(bench, queue, Number(values.tasks));
  const filling = performance.now();
  await fill(bench, queue, Number(values.backlog));
  await eventually('Temporal knows of the backlog', async () => (await count(bench, 'outbox')) === 0, { deadlineMs: 600_000 });
  const filled = Number(values.backlog) / ((performance.now() - filling) / 1000);
  const backlogged = await tasksPerSecond(bench, queue, Number(values.tasks));
  await report('throughput', [
    { what: `${values.tasks} tasks, ${values.agents} agents`, value: empty, unit: 'tasks/s', better: 'higher' },
    {
      what: `the same with ${values.backlog} tasks waiting`,
      value: backlogged,
      unit: 'tasks/s',
      better: 'higher',
      beside: { what: 'without them', value: empty },
    },
    { what: `enqueueing these ${values.backlog}, until Temporal knows`, value: filled, unit: 'tasks/s', better: 'higher' },
  ]);
} finally {
  await bench.release();
  await mochaGlobalTeardown();
}

async function tasksPerSecond(on: DispatchBench, queue: string, tasks: number): Promise<number> {
  const agents = await Promise.all(
    Array.from({ length: Number(values.agents) }, (_, index) => on.startAgent({ worker: `pretend-${index}`, queues: [queue] })),
  );
  const before = await countCompleted(on);
  const begin = performance.now();
  await fill(on, queue, tasks);
  await eventually('as many completed', async () => (await countCompleted(on)) - before >= tasks, {
    deadlineMs: 600_000,
    everyMs: 50,
  });
  const rate = tasks / ((performance.now() - begin) / 1000);
  await Promise.all(agents.map((agent) => agent.stop()));
  return rate;
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
