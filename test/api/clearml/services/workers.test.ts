import assert from 'node:assert/strict';
import { agentRequest } from '../../../support/agent-request.ts';
import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../../../support/api-server.ts';

describe('workers', () => {
  let server: TestApi;
  let queue: string;
  let task: string;
  before(async () => {
    server = await startTestApi();
    queue = (await server.call('queues.create', { name: 'work' })).data.id;
    const project = (await server.call('projects.create', { name: 'workers' })).data.id;
    task = (await server.call('tasks.create', { name: 'running', project })).data.id;
    await server.call('tasks.started', { task });
  });
  after(() => server.release());

  const report = (worker: string, fields: object = {}) =>
    server.call('workers.status_report', { worker, timestamp: Date.now(), queues: [queue], ...fields });
  const all = async (request: object = { last_seen: 0 }) => (await server.call('workers.get_all', request)).data.workers;
  const find = async (id: string) => (await all()).find((worker: any) => worker.id === id);

  it('are entered, seen with their queues, and taken out', async () => {
    await server.call('workers.register', { worker: 'a:cpu:0', queues: [queue], tags: ['t'], timeout: 60 });
    const worker = await find('a:cpu:0');
    assert.deepEqual(worker.queues, [{ id: queue, name: 'work', num_tasks: 0 }]);
    assert.deepEqual(
      [worker.tags, worker.register_timeout, worker.user.name, worker.task],
      [['t'], 60, 'Administrator', undefined],
    );
    assert.match(worker.last_activity_time, /\+00:00$/);
    await server.call('workers.unregister', { worker: 'a:cpu:0', queues: [] });
    assert.equal(await find('a:cpu:0'), undefined);
    assert.equal((await server.call('workers.unregister', { worker: 'a:cpu:0' })).status, 200);
  });

  it('that are unknown are entered by their report', async () => {
    assert.equal((await report('b:0', { tags: null, is_daemon: true, machine_stats: null })).status, 200);
    assert.deepEqual(
      (await find('b:0')).queues.map((one: any) => one.name),
      ['work'],
    );
  });

  it('say what they run, which tells of the task too', async () => {
    await report('c:0', { task, machine_stats: { cpu_usage: [5.0], memory_used: 10.0 } });
    const worker = await find('c:0');
    assert.deepEqual([worker.task.id, worker.task.name, worker.project.name], [task, 'running', 'workers']);
    const document = (await server.call('tasks.get_by_id', { task })).data.task;
    assert.equal(document.last_worker, 'c:0');
    assert.ok(document.last_worker_report > document.started);
    await report('c:0');
    assert.equal((await find('c:0')).task, undefined);
  });

  it('are gone when they have not reported for as long as they said', async () => {
    await server.call('workers.register', { worker: 'd:0', timeout: 60 });
    await report('e:0');
    server.advance(61);
    assert.equal(await find('d:0'), undefined);
    assert.ok(await find('e:0'));
    assert.deepEqual(
      (await all({ last_seen: 30 })).map((worker: any) => worker.id),
      [],
    );
    server.advance(600);
    assert.equal(await find('e:0'), undefined);
    assert.deepEqual((await server.call('workers.get_count')).data, { count: 0 });
  });

  it('of a queue that is not there are refused', async () => {
    const { meta } = await server.call('workers.register', { worker: 'f:0', queues: ['f'.repeat(32)] });
    assert.equal(meta.result_subcode, 701);
  });

  it('that are ours are not overrun by a stock agent of the same id', async () => {
    const registered = await server.request('POST', '/api/agents/register', agentRequest('ours:0', { queues: ['work'] }));
    assert.equal(registered.status, 200, JSON.stringify(registered.body));
    assert.equal((await server.call('workers.register', { worker: 'ours:0' })).status, 400);
    assert.equal((await report('ours:0')).status, 400);
    await server.call('workers.unregister', { worker: 'ours:0' });
    assert.ok(await find('ours:0'));
  });

  it('have graphs of their machines and of their work', async () => {
    await report('g:0', { task, machine_stats: { cpu_usage: [10, 30], memory_used: 100, gpu_usage: null } });
    await report('g:0', { machine_stats: { cpu_usage: [99, 99] } });
    const now = server.api.now().getTime() / 1000;
    const range = { from_date: now - 100, to_date: now + 100, interval: 200 };
    const items = [{ key: 'cpu_usage', category: 'max' }, { key: 'memory_used' }];
    const stats = async (split: boolean) => {
      const { data } = await server.call('workers.get_stats', { ...range, items, worker_ids: ['g:0'], split_by_variant: split });
      return data.workers[0].metrics.map(({ metric, variant, stats: [first] }: any) => [
        metric,
        variant,
        first.aggregation,
        first.values,
      ]);
    };
    assert.deepEqual(await stats(false), [
      ['cpu_usage', undefined, 'max', [30]],
      ['memory_used', undefined, 'avg', [100]],
    ]);
    assert.deepEqual((await stats(true)).slice(0, 2), [
      ['cpu_usage', '0', 'max', [10]],
      ['cpu_usage', '1', 'max', [30]],
    ]);
    const activity = (await server.call('workers.get_activity_report', range)).data;
    assert.deepEqual([activity.total.counts, activity.active.counts], [[1], [1]]);
    const keys = (await server.call('workers.get_metric_keys', { worker_ids: ['g:0'] })).data.categories;
    assert.deepEqual(keys, [{ name: 'cpu', metric_keys: ['cpu_usage'] }]);
  });

  it('wrong figures are refused by the name of the field', async () => {
    const { status, meta } = await report('h:0', { machine_stats: { cpu_usage: 'much' } });
    assert.deepEqual([status, meta.result_subcode], [400, 12]);
    assert.ok(meta.result_msg.includes('machine_stats'), meta.result_msg);
  });

  describe('properties at run time', () => {
    const set = (worker: string, ...properties: object[]) =>
      server.call('workers.set_runtime_properties', { worker, runtime_properties: properties });
    const get = async (worker: string) =>
      (await server.call('workers.get_runtime_properties', { worker })).data.runtime_properties;
    beforeEach(() => report('p:0'));

    it('are kept until they expire or are taken away', async () => {
      await set('p:0', { key: 'force', value: 'ON', expiry: 60 }, { key: 'max_num_instances', value: '-1' });
      assert.deepEqual(await get('p:0'), [
        { key: 'force', value: 'on', expiry: 60 },
        { key: 'max_num_instances', value: '-1', expiry: null },
      ]);
      server.advance(59);
      assert.equal((await get('p:0'))[0].expiry, 1);
      server.advance(1);
      assert.deepEqual(await get('p:0'), [{ key: 'max_num_instances', value: '-1', expiry: null }]);
      await set('p:0', { key: 'max_num_instances', value: 3, expiry: 0 });
      assert.deepEqual(await get('p:0'), []);
    });

    it('are set by a plain request with the key and the secret', async () => {
      const { accessKey, secretKey } = TEST_CREDENTIALS;
      const response = await fetch(`${server.url}/workers.set_runtime_properties`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${accessKey}:${secretKey}`).toString('base64')}`,
          'content-type': 'application/json',
        },
        body: '{"worker":"p:0","runtime_properties":[{"key": "force", "value": "on", "expiry": 86400}]}',
      });
      assert.equal(response.status, 200, await response.text());
      assert.deepEqual(await get('p:0'), [{ key: 'force', value: 'on', expiry: 86400 }]);
    });

    it('are refused to a worker that is not there, and with a value that means nothing', async () => {
      assert.equal((await set('nobody:0', { key: 'force', value: 'on' })).meta.result_subcode, 1001);
      const { status, meta } = await set('p:0', { key: 'force', value: 'maybe' });
      assert.deepEqual([status, meta.result_subcode], [400, 12]);
      assert.match(meta.result_msg, /"maybe" is neither on nor off/);
      assert.equal((await set('p:0', { key: 'force', value: 'on', expiry: -1 })).status, 400);
    });
  });
});
