import assert from 'node:assert/strict';
import { startTestApi, type TestApi } from '../../../support/api-server.ts';

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
    const agent = {
      worker: 'ours:0',
      instance: 'i',
      host: 'h',
      pid: 1,
      queues: ['work'],
      createQueues: false,
      slots: 1,
      gpus: [],
    };
    const registered = await server.request('POST', '/api/agents/register', {
      ...agent,
      servicesMode: false,
      version: '1',
      tags: [],
    });
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

  it('properties at run time are unknown to this server', async () => {
    assert.equal((await server.call('workers.get_runtime_properties', { worker: 'a' })).status, 404);
  });
});
