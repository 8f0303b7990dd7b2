/**
 * `npm run bench:throughput [-- --tasks N --agents N --backlog N]`: trivial tasks through agents that only pretend to run code, on the
 * real orchestrator, Temporal server and Postgres: tasks per second, and the same with a long backlog waiting in another queue.
 */
import { parseArgs } from 'node:util';
import { enqueue } from '../activities/db/tasks/enqueue.ts';
import { type DispatchBench, type PretendAgent, startDispatchBench } from '../test/support/dispatch-bench.ts';
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

await mochaGlobalSetup();
const bench = await startDispatchBench();
try {
  await bench.startOrchestrator();
  const queue = await createQueue(bench.db, 'throughput');
  const agents = await Promise.all(
    Array.from({ length: Number(values.agents) }, (_, index) =>
      bench.startAgent({ worker: `pretend-${index}`, queues: [queue] }),
    ),
  );
  const empty = await tasksPerSecond(bench, queue, Number(values.tasks));
  await fillBacklog(bench, Number(values.backlog));
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
  ]);
  await Promise.all(agents.map((agent: PretendAgent) => agent.stop()));
} finally {
  await bench.release();
  await mochaGlobalTeardown();
}

async function tasksPerSecond({ db }: DispatchBench, queue: string, count: number): Promise<number> {
  const tasks = await Promise.all(Array.from({ length: count }, () => createTask(db)));
  const begin = performance.now();
  await Promise.all(tasks.map((task) => enqueue(db, { task, queue, actor: 'user:bench' })));
  await eventually(
    'all completed',
    async () => {
      const [row] = await db.em
        .fork()
        .execute<{ left: number }[]>(`select count(*)::int as left from tasks where status <> 'completed' and queue = ?`, [
          queue,
        ]);
      return row?.left === 0;
    },
    { deadlineMs: 600_000, everyMs: 50 },
  );
  return count / ((performance.now() - begin) / 1000);
}

/** The backlog stands in the queue's own order, behind nothing that an agent serves: its claims must stay as fast. */
async function fillBacklog({ db }: DispatchBench, count: number): Promise<void> {
  const queue = await createQueue(db, 'backlog');
  for (let done = 0; done < count; done += 100) {
    const tasks = await Promise.all(Array.from({ length: 100 }, () => createTask(db)));
    await Promise.all(tasks.map((task) => enqueue(db, { task, queue, actor: 'user:bench' })));
  }
}
