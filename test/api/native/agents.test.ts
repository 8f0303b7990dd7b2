import assert from 'node:assert/strict';
import { enqueue } from '../../../activities/db/tasks/enqueue.ts';
import { finishAttempt } from '../../../activities/db/tasks/finish-attempt.ts';
import type { HeartbeatRequest, RegisterAgentRequest } from '../../../workflows/contracts/agent-api.ts';
import type { Schedule } from '../../../workflows/domain/working-hours/schedule.ts';
import { agentRequest } from '../../support/agent-request.ts';
import { startTestApi, type TestApi } from '../../support/api-server.ts';
import { createTask, viewAttempts, viewTask } from '../../support/records.ts';

describe("the agent's protocol", () => {
  let server: TestApi;
  let queueId: string;
  before(async () => {
    server = await startTestApi();
    const [queue] = await server.api.db.em.fork().execute<{ id: string }[]>(`select id from queues where name = 'default'`);
    queueId = queue!.id;
  });
  after(() => server.release());

  const register = (worker: string, over: Partial<RegisterAgentRequest> = {}) =>
    server.request('POST', '/api/agents/register', agentRequest(worker, { instance: `${worker}-1`, ...over }));
  const heartbeat = (worker: string, over: Partial<HeartbeatRequest> = {}) =>
    server.request('POST', `/api/agents/${encodeURIComponent(worker)}/heartbeat`, {
      instance: `${worker}-1`,
      runs: [],
      draining: false,
      machineStats: null,
      ...over,
    });
  const claim = (worker: string, over: object = {}) =>
    server.request('POST', `/api/agents/${encodeURIComponent(worker)}/claim`, {
      instance: `${worker}-1`,
      queues: [queueId],
      ...over,
    });

  async function enqueueTask(): Promise<string> {
    const task = await createTask(server.api.db);
    await enqueue(server.api.db, { task, queue: queueId, actor: 'user:u' });
    return task;
  }

  describe('register', () => {
    it('answers the queues in the order of the agent, by name or id, and where Temporal is', async () => {
      const { status, body } = await register('order:0', { queues: ['services', queueId] });
      assert.equal(status, 200);
      assert.deepEqual(
        body.queues.map(({ name }: { name: string }) => name),
        ['services', 'default'],
      );
      assert.deepEqual(body.temporal, { address: server.api.options.temporal.publicAddress, namespace: 'default' });
    });

    it('names a queue that does not exist, and creates it when asked', async () => {
      const refused = await register('creator:0', { queues: ['default', 'no such'] });
      assert.equal(refused.status, 404);
      assert.deepEqual([refused.body.error.code, refused.body.error.field], ['queueNotFound', 'queues']);
      assert.match(refused.body.error.message, /"no such"/);
      const { body } = await register('creator:0', { queues: ['no such'], createQueues: true });
      assert.equal(body.queues[0].name, 'no such');
      const again = await register('creator:0', { queues: ['no such'], createQueues: true });
      assert.deepEqual(again.body.queues, body.queues);
    });

    it('refuses the id of a live worker of another process, not of the same one', async () => {
      await register('taken:0');
      const other = await register('taken:0', { instance: 'other' });
      assert.deepEqual([other.status, other.body.error.code], [409, 'conflict']);
      assert.equal((await register('taken:0')).status, 200);
    });

    it('gives the id of a silent worker to another process, whose predecessor is then refused', async () => {
      await register('silent:0');
      server.advance(46);
      assert.equal((await register('silent:0', { instance: 'other' })).status, 200);
      assert.equal((await heartbeat('silent:0')).status, 409);
      assert.equal((await claim('silent:0')).status, 409);
    });

    it('refuses numbers that nothing can hold', async () => {
      for (const [field, over] of [
        ['pid', { pid: 99_999_999_999 }],
        ['gpus.0', { gpus: [99_999_999_999] }],
        ['slots', { slots: 0 }],
      ] as const) {
        const { status, body } = await register('large:0', over as object);
        assert.deepEqual([status, body.error.field], [400, field]);
      }
    });

    it('refuses ids that do not fit into an address', async () => {
      for (const worker of ['', 'a b', 'a/b', 'x'.repeat(201)]) {
        const { status, body } = await register(worker);
        assert.deepEqual([status, body.error.field], [400, 'worker'], worker);
      }
    });
  });

  describe('heartbeat', () => {
    it('is refused before the registration', async () => {
      const { status, body } = await heartbeat('unknown:0');
      assert.deepEqual([status, body.error.code], [404, 'workerNotFound']);
    });

    it('revokes the runs that the worker does not own', async () => {
      await register('owner:0');
      const task = await enqueueTask();
      const { run } = (await claim('owner:0')).body.claim;
      const foreign = { taskId: task, attempt: 7 };
      const answer = (await heartbeat('owner:0', { runs: [run, foreign] })).body;
      assert.deepEqual(answer, { revoked: [foreign], overrides: { forced: null, forcedQueues: {} } });
      await finishAttempt(server.api.db, { run, end: { kind: 'agentLost' } });
      assert.deepEqual((await heartbeat('owner:0', { runs: [run] })).body.revoked, [run]);
      await server.api.db.em.fork().execute('delete from queue_entries');
    });

    it('tells which queues were deleted, until the worker is registered for others of their names', async () => {
      const request = { queues: ['default', 'short-lived'], createQueues: true };
      await register('served:0', request);
      assert.equal('goneQueues' in (await heartbeat('served:0')).body, false);
      const [gone] = await server.api.db.em
        .fork()
        .execute<{ id: string }[]>(`delete from queues where name = 'short-lived' returning id`);
      assert.deepEqual((await heartbeat('served:0')).body.goneQueues, [gone!.id]);
      assert.equal((await register('served:0', { ...request, createQueues: false })).body.error.code, 'queueNotFound');
      await register('served:0', request);
      assert.equal('goneQueues' in (await heartbeat('served:0')).body, false);
    });

    it('keeps the runs that it carries fresh', async () => {
      await register('fresh:0');
      const task = await enqueueTask();
      const { run } = (await claim('fresh:0')).body.claim;
      server.advance(20);
      await heartbeat('fresh:0', { runs: [run] });
      const [row] = await server.api.db.em
        .fork()
        .execute<{ last_update: Date; last_worker_report: Date }[]>(
          'select last_update, last_worker_report from tasks where id = ?',
          [task],
        );
      const now = server.api.now().getTime();
      for (const at of [row!.last_update, row!.last_worker_report]) assert.ok(now - at.getTime() < 5000, at.toISOString());
    });

    it('keeps machine statistics at most every ten seconds', async () => {
      await register('stats:0');
      const machineStats = {
        cpu_usage: [10],
        memory_used: 100,
        memory_free: 50,
        disk_free_home: 1,
        disk_read: 0,
        disk_write: 0,
        network_tx: 0,
        network_rx: 0,
      };
      const count = async () => {
        const [row] = await server.api.db.em
          .fork()
          .execute<{ count: number }[]>(`select count(*)::int as count from worker_samples where worker = 'stats:0'`);
        return row!.count;
      };
      await heartbeat('stats:0', { machineStats });
      await heartbeat('stats:0', { machineStats });
      assert.equal(await count(), 1);
      server.advance(10);
      await heartbeat('stats:0', { machineStats });
      assert.equal(await count(), 2);
    });
  });

  describe('claim', () => {
    it('takes the head of the queue, and nothing from an empty one', async () => {
      await register('claimer:0');
      const first = await enqueueTask();
      const second = await enqueueTask();
      assert.deepEqual((await claim('claimer:0')).body, {
        claim: { run: { taskId: first, attempt: 1 }, queue: queueId },
        unfit: [],
      });
      assert.equal((await claim('claimer:0')).body.claim.run.taskId, second);
      assert.deepEqual((await claim('claimer:0')).body, { claim: null, unfit: [] });
      const { status, last_worker } = await viewTask(server.api.db, first);
      assert.deepEqual([status, last_worker], ['in_progress', 'claimer:0']);
    });

    it('is refused to a draining worker until it is registered again', async () => {
      await register('draining:0');
      await heartbeat('draining:0', { draining: true });
      assert.deepEqual([(await claim('draining:0')).status], [409]);
      await register('draining:0');
      assert.equal((await claim('draining:0')).status, 200);
    });

    it('is refused to another process under the same id', async () => {
      await register('other:0');
      assert.equal((await claim('other:0', { instance: 'other' })).status, 409);
    });
  });

  describe('working hours', () => {
    const hour = () => server.api.now().getUTCHours();
    const day = () => ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'][server.api.now().getUTCDay()];
    /** Closed for the hour that it is. */
    const closedNow = (): Schedule => ({
      kind: 'downtime',
      spans: [`${hour()}-${(hour() + 1) % 24} ${day()}`],
      timezone: 'UTC',
    });
    const tag = (...tags: string[]) => server.call('queues.update', { queue: queueId, tags });
    const force = (worker: string, value: string, expiry?: number) =>
      server.call('workers.set_runtime_properties', { worker, runtime_properties: [{ key: 'force', value, expiry }] });
    afterEach(async () => {
      await tag();
      await server.api.db.em.fork().execute('delete from queue_entries');
    });

    it('are refused by what is wrong with them', async () => {
      const schedule: Schedule = { kind: 'uptime', spans: ['17-20 XXX'], timezone: 'UTC' };
      const { status, body } = await register('hours:0', { schedule });
      assert.deepEqual([status, body.error.field], [400, 'schedule']);
      assert.match(body.error.message, /"XXX" is neither a day/);
    });

    it('keep an agent from claiming, which hears that nothing there is for it, until they begin', async () => {
      await register('hours:0', { schedule: closedNow() });
      const task = await enqueueTask();
      assert.deepEqual((await claim('hours:0')).body, { claim: null, unfit: [queueId] });
      server.advance(3600);
      assert.equal((await claim('hours:0')).body.claim.run.taskId, task);
    });

    it('give way to a runtime property until it expires, and that to a tag of the queue', async () => {
      await register('hours:0', { schedule: closedNow() });
      const claimed = async () => {
        await enqueueTask();
        return (await claim('hours:0')).body.claim !== null;
      };
      assert.equal((await force('hours:0', 'on', 60)).status, 200);
      assert.equal(await claimed(), true);
      await tag('force_workers:off');
      assert.equal(await claimed(), false);
      await tag('force_workers:on');
      await force('hours:0', 'off');
      assert.equal(await claimed(), true);
      await tag();
      assert.equal(await claimed(), false);
      await force('hours:0', 'ON', 60);
      assert.equal(await claimed(), true);
      server.advance(61);
      assert.equal(await claimed(), false);
    });

    it('hear by the heartbeat what goes before them', async () => {
      await register('hours:0', { schedule: closedNow() });
      await force('hours:0', 'off', 60);
      await tag('force_workers:on', 'other');
      const { forced, forcedQueues } = (await heartbeat('hours:0')).body.overrides;
      assert.deepEqual([forced.value, forcedQueues], ['off', { [queueId]: 'on' }]);
      assert.ok(Math.abs(Date.parse(forced.expires) - server.api.now().getTime() - 60_000) < 5_000);
      await force('hours:0', 'off', 0);
      assert.equal((await heartbeat('hours:0')).body.overrides.forced, null);
    });

    it('stay forced when the agent has been away', async () => {
      await register('hours:0');
      await force('hours:0', 'off');
      await server.request('POST', '/api/agents/hours:0/unregister', { instance: 'hours:0-1' });
      await register('hours:0', { instance: 'hours:0-1' });
      await enqueueTask();
      assert.deepEqual((await claim('hours:0')).body, { claim: null, unfit: [queueId] });
    });
  });

  describe('unregister', () => {
    it('frees the id and leaves the runs open', async () => {
      await register('leaver:0');
      const task = await enqueueTask();
      await claim('leaver:0');
      assert.equal((await server.request('POST', '/api/agents/leaver:0/unregister', { instance: 'leaver:0-1' })).status, 200);
      assert.equal((await register('leaver:0', { instance: 'next' })).status, 200);
      const [attempt] = await viewAttempts(server.api.db, task);
      assert.equal(attempt!.ended, null);
    });
  });
});
