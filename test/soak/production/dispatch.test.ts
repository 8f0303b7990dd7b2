import assert from 'node:assert/strict';
import { enqueue } from '../../../activities/db/tasks/enqueue.ts';
import { type DispatchBench, startDispatchBench } from '../../support/dispatch-bench.ts';
import { dispatchScenarios } from '../../support/dispatch-scenarios.ts';
import { eventually } from '../../support/eventually.ts';
import { type ProductionPostgres, startProductionPostgres } from '../../support/production/postgres.ts';
import { type ProductionTemporal, startProductionTemporal } from '../../support/production/temporal.ts';
import { createQueue, createTask, viewAttempts, viewTask } from '../../support/records.ts';

const TASKS = 60;
const AGENTS = 3;

describe('on the Temporal server of a production installation', () => {
  let postgres: ProductionPostgres;
  let temporal: ProductionTemporal;
  before(async function () {
    // The first time the server is built from source.
    this.timeout(1_200_000);
    postgres = await startProductionPostgres();
    temporal = await startProductionTemporal({ postgresUrl: postgres.url });
  });
  after(async () => {
    await temporal?.stop();
    await postgres?.stop();
  });

  const startBench = (options: { agentLostAfterMs: number }) =>
    startDispatchBench({ ...options, servers: { postgresUrl: postgres.url, temporalAddress: temporal.address } });

  describe('dispatch', () => dispatchScenarios(startBench));

  describe('tasks on their way', () => {
    let bench: DispatchBench;
    before(async () => {
      bench = await startBench({ agentLostAfterMs: 30_000 });
      await bench.startOrchestrator();
    });
    after(() => bench?.release());

    it('all complete, each once, when Temporal is killed twice', async () => {
      await completeAll(bench, 'temporal', () => temporal.crash());
    });

    it('all complete, each once, when Postgres is killed twice', async () => {
      await completeAll(bench, 'postgres', () => postgres.crash());
    });

    it('all complete, each once, when both are killed at a time', async () => {
      await completeAll(bench, 'both', async () => {
        await Promise.all([temporal.crash(), postgres.crash()]);
      });
    });
  });
});

/** Lets agents work on many tasks, and strikes when a third of them is done, and again at two thirds. */
async function completeAll(bench: DispatchBench, name: string, strike: () => Promise<void>): Promise<void> {
  const queue = await createQueue(bench.db, name);
  const tasks = await Promise.all(Array.from({ length: TASKS }, () => enqueueNew(bench, queue)));
  const runs: string[] = [];
  const execute = async ({ taskId }: { taskId: string }) => {
    runs.push(taskId);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { kind: 'exited', exitCode: 0 } as const;
  };
  const agents = await Promise.all(
    Array.from({ length: AGENTS }, (_, index) => bench.startAgent({ worker: `${name}-${index}`, queues: [queue], execute })),
  );
  for (const share of [1 / 3, 2 / 3]) {
    await eventually(`${share} ran`, () => runs.length >= TASKS * share, { deadlineMs: 120_000 });
    await strike();
  }
  await eventually('all completed', async () => (await statuses(bench, tasks)).every((status) => status === 'completed'), {
    deadlineMs: 180_000,
    everyMs: 250,
  });
  for (const task of tasks) assert.equal((await viewAttempts(bench.db, task)).length, 1, `attempts of ${task}`);
  for (const agent of agents) await agent.stop();
}

async function enqueueNew(bench: DispatchBench, queue: string): Promise<string> {
  const task = await createTask(bench.db);
  await enqueue(bench.db, { task, queue, actor: 'user:u' });
  return task;
}

/** None while Postgres is away. */
const statuses = (bench: DispatchBench, tasks: string[]): Promise<string[]> =>
  Promise.all(tasks.map(async (task) => (await viewTask(bench.db, task)).status)).catch(() => ['unknown']);
