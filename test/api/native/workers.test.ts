import assert from 'node:assert/strict';
import { claim } from '../../../activities/db/queues/claim.ts';
import { query } from '../../../activities/db/sql.ts';
import { enqueue } from '../../../activities/db/tasks/enqueue.ts';
import { addWorkerSample } from '../../../activities/db/workers/worker-sample.ts';
import { tidy } from '../../../api/housekeeping.ts';
import type { MachineStats } from '../../../workflows/contracts/agent-api.ts';
import { agentRequest } from '../../support/agent-request.ts';
import { startTestApi, type TestApi } from '../../support/api-server.ts';
import { createQueue, createTask } from '../../support/records.ts';

const STATS: MachineStats = {
  cpu_usage: [10, 30],
  memory_used: 600,
  memory_free: 400,
  disk_free_home: 50,
  disk_read: 0,
  disk_write: 0,
  network_tx: 1,
  network_rx: 2,
  gpu_usage: [90, 10],
  gpu_memory_used: [1000, 2000],
};

describe('the workers of the web UI', () => {
  let server: TestApi;
  let queue: string;
  beforeEach(async () => {
    server = await startTestApi();
    queue = await createQueue(server.api.db, 'work');
  });
  afterEach(() => server.release());

  const register = (worker: string, over: object = {}) =>
    server.request(
      'POST',
      '/api/agents/register',
      agentRequest(worker, { queues: ['work', 'default'], slots: 2, gpus: [0, 1], ...over }),
    );
  const heartbeat = (worker: string, over: object = {}) =>
    server.request('POST', `/api/agents/${worker}/heartbeat`, {
      instance: 'i',
      runs: [],
      draining: false,
      machineStats: null,
      ...over,
    });
  async function run(worker: string, name: string): Promise<string> {
    const task = await createTask(server.api.db, { name });
    await enqueue(server.api.db, { task, queue, actor: 'user:u' });
    await claim(server.api.db, { queues: [queue], worker, kind: 'agent' });
    return task;
  }
  const list = async () => (await server.request('GET', '/api/workers')).body.workers;

  it('are listed with their queues in order, what they run, and their latest figures', async () => {
    await register('w:0');
    const task = await run('w:0', 'training');
    await heartbeat('w:0', { machineStats: STATS });
    const [worker] = await list();
    assert.deepEqual(
      worker.queues.map(({ name }: any) => name),
      ['work', 'default'],
    );
    assert.deepEqual([worker.kind, worker.host, worker.slots, worker.gpus, worker.online], ['perdura', 'host', 2, [0, 1], true]);
    assert.deepEqual([worker.task.id, worker.task.name, worker.tasks.length], [task, 'training', 1]);
    assert.ok(Date.parse(worker.task.started));
    assert.deepEqual(worker.stats, STATS);
  });

  it('are offline 25 s after their last heartbeat, and online with the next', async () => {
    await register('w:0');
    const online = async () => (await list())[0].online;
    server.advance(24);
    assert.equal(await online(), true);
    server.advance(2);
    assert.equal(await online(), false);
    await heartbeat('w:0');
    assert.equal(await online(), true);
  });

  it('tell in which containers they run tasks, if in any', async () => {
    await register('w:0');
    await register('w:1', { dockerImage: 'python:3.12-slim' });
    const images = async () => (await list()).map(({ dockerImage }: any) => dockerImage);
    assert.deepEqual(await images(), [null, 'python:3.12-slim']);
    await register('w:1');
    assert.deepEqual(await images(), [null, null]);
  });

  it('tell when they take no more work', async () => {
    await register('w:0');
    await heartbeat('w:0', { draining: true });
    assert.equal((await list())[0].draining, true);
  });

  it('in services mode are followed by each service that they run', async () => {
    await register('s:0', { servicesMode: true });
    const first = await run('s:0', 'one');
    const second = await run('s:0', 'two');
    assert.deepEqual(
      (await list()).map(({ id, task }: any) => [id, task?.name]),
      [
        ['s:0', 'one'],
        [`s:0:service:${first}`, 'one'],
        [`s:0:service:${second}`, 'two'],
      ],
    );
  });

  it('have graphs of processors, memory, network, disk and each GPU', async () => {
    await register('w:0');
    await heartbeat('w:0', { machineStats: STATS });
    const { body } = await server.request('GET', '/api/workers/w:0/stats?range=3h');
    assert.equal(body.points.length, 1);
    const { at, ...figures } = body.points[0];
    assert.ok(Math.abs(Date.now() - at) < 60_000);
    assert.deepEqual(figures, {
      cpu: 20,
      memoryUsed: 600,
      memoryTotal: 1000,
      networkTx: 1,
      networkRx: 2,
      diskFree: 50,
      gpus: [
        { usage: 90, memoryUsed: 1000 },
        { usage: 10, memoryUsed: 2000 },
      ],
    });
  });

  it('have a graph of all together: how many there were, had work, and how busy they were', async () => {
    const em = server.api.db.em.fork();
    await em.execute(
      `insert into worker_samples (worker, at, stats, task)
       select worker, now() - i * interval '1 minute', stats::jsonb, task from generate_series(1, 10) i,
         (values ('w:0', '{"cpu_usage": [10, 30], "gpu_usage": [80, 100]}', 't'), ('w:1', '{"cpu_usage": [60]}', null)) w (worker, stats, task)`,
    );
    const { body } = await server.request('GET', '/api/workers/utilisation?range=3h');
    assert.ok(body.points.length >= 9, `${body.points.length} points`);
    for (const { at: _, ...figures } of body.points) assert.deepEqual(figures, { workers: 2, working: 1, cpu: 40, gpu: 90 });
    assert.equal((await server.request('GET', '/api/workers/utilisation?range=1d')).status, 200);
    assert.equal((await server.request('GET', '/api/workers/utilisation?range=2h')).status, 400);
  });

  it('have at most 300 points in a graph, whatever its range', async () => {
    const em = server.api.db.em.fork();
    await em.execute(
      `insert into worker_samples (worker, at, stats) select 'w:0', now() - i * interval '20 minutes', '{"cpu_usage": [5]}' from generate_series(1, 2100) i`,
    );
    for (const range of ['1w', '1M']) {
      const { body } = await server.request('GET', `/api/workers/w:0/stats?range=${range}`);
      assert.ok(body.points.length > 200 && body.points.length <= 301, `${range}: ${body.points.length}`);
      assert.equal(body.points[0].cpu, 5);
      assert.equal(body.points[0].memoryTotal, null);
    }
    assert.equal((await server.request('GET', '/api/workers/w:0/stats?range=1y')).status, 400);
  });

  it('keep one sample for every five minutes after a day, and none after a month', async () => {
    const now = server.api.now().getTime();
    const minutes = (count: number) => new Date(now - count * 60_000);
    const em = server.api.db.em.fork();
    for (let i = 0; i < 60; i++)
      await query(em, addWorkerSample({ worker: 'w:0', task: null, stats: STATS, now: minutes(2 * 24 * 60 - i) }));
    for (let i = 0; i < 10; i++)
      await query(em, addWorkerSample({ worker: 'w:1', task: null, stats: STATS, now: minutes(60 - i) }));
    await query(em, addWorkerSample({ worker: 'w:2', task: null, stats: STATS, now: minutes(32 * 24 * 60) }));
    await tidy(server.api);
    const rows = await em.execute<{ worker: string; count: number }[]>(
      'select worker, count(*)::int as count from worker_samples group by worker order by worker',
    );
    assert.deepEqual(
      rows.map(({ worker, count }) => [worker, worker === 'w:0' ? count >= 12 && count <= 13 : count]),
      [
        ['w:0', true],
        ['w:1', 10],
      ],
    );
  });

  it('are forgotten after a week without a report, unless a run of theirs is still open', async () => {
    await register('idle:0');
    await register('busy:0');
    await run('busy:0', 'lost');
    server.advance(8 * 24 * 3600);
    await tidy(server.api);
    assert.deepEqual(
      (await list()).map(({ id }: any) => id),
      ['busy:0'],
    );
  });
});
