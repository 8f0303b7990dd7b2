import assert from 'node:assert/strict';
import fc from 'fast-check';
import { query, sql } from '../../../../activities/db/sql.ts';
import { startTestApi, type TestApi } from '../../../support/api-server.ts';

describe('queues', () => {
  let server: TestApi;
  let project: string;
  let made = 0;
  before(async () => {
    server = await startTestApi();
    project = (await server.call('projects.create', { name: 'queues' })).data.id;
  });
  after(() => server.release());

  const newQueue = async (): Promise<string> => (await server.call('queues.create', { name: `queue ${made++}` })).data.id;
  const newTask = async (): Promise<string> => (await server.call('tasks.create', { name: 'task', project })).data.id;
  const entriesOf = async (queue: string): Promise<string[]> =>
    (await server.call('queues.get_by_id', { queue })).data.queue.entries.map((entry: any) => entry.task);
  const statusOf = async (task: string): Promise<string> => (await server.call('tasks.get_by_id', { task })).data.task.status;

  async function filledQueue(length: number): Promise<{ queue: string; tasks: string[] }> {
    const queue = await newQueue();
    const tasks: string[] = [];
    for (let i = 0; i < length; i += 1) {
      tasks.push(await newTask());
      await server.call('tasks.enqueue', { task: tasks[i], queue });
    }
    return { queue, tasks };
  }

  it('default and services are there from the start', async () => {
    const { data } = await server.call('queues.get_all', { order_by: ['name'], only_fields: ['name'] });
    assert.deepEqual(
      data.queues.map((queue: any) => queue.name),
      ['default', 'services'],
    );
    assert.equal((await server.call('queues.get_default')).data.name, 'default');
  });

  it('of a name with more than 512 characters are refused', async () => {
    const name = 'n'.repeat(513);
    const queue = await newQueue();
    for (const answer of [await server.call('queues.create', { name }), await server.call('queues.update', { queue, name })]) {
      assert.equal(answer.status, 400);
      assert.match(answer.meta.result_msg, /512.*name/s);
    }
  });

  it('have names of their own, which may change', async () => {
    const queue = await newQueue();
    assert.equal((await server.call('queues.create', { name: 'default' })).meta.result_subcode, 801);
    assert.equal((await server.call('queues.update', { queue, name: 'default' })).meta.result_subcode, 801);
    const { data } = await server.call('queues.update', { queue, name: 'renamed', tags: ['force_workers:on'] });
    assert.deepEqual(data.fields, { name: 'renamed', tags: ['force_workers:on'] });
    const found = await server.call('queues.get_all', { name: '^renamed$', only_fields: ['id', 'tags'] });
    assert.deepEqual(found.data.queues, [{ id: queue, tags: ['force_workers:on'] }]);
  });

  it('wake whoever serves them when their tags change, which may open or close them', async () => {
    const queue = await newQueue();
    const wakes = () => query(server.api.db.em.fork(), sql`select from outbox where message ->> 'queue' = ${queue}`);
    await server.call('queues.update', { queue, display_name: 'other' });
    assert.equal((await wakes()).length, 0);
    await server.call('queues.update', { queue, tags: ['force_workers:off'] });
    assert.equal((await wakes()).length, 1);
  });

  it('hand out tasks in the order in which they came, and nothing when they are empty', async () => {
    const { queue, tasks } = await filledQueue(3);
    assert.deepEqual((await server.call('queues.peek_task', { queue })).data, { task: tasks[0] });
    assert.deepEqual((await server.call('queues.get_num_entries', { queue })).data, { num: 3 });
    for (const task of tasks) {
      const { data } = await server.call('queues.get_next_task', { queue });
      assert.equal(data.entry.task, task);
      assert.match(data.entry.added, /\+00:00$/);
    }
    assert.deepEqual((await server.call('queues.get_next_task', { queue, get_task_info: true })).data, {});
    assert.deepEqual((await server.call('queues.peek_task', { queue })).data, {});
  });

  it('hand out each task once, however many ask at one moment', async () => {
    const { queue, tasks } = await filledQueue(5);
    const answers = await Promise.all(Array.from({ length: 12 }, () => server.call('queues.get_next_task', { queue })));
    const popped = answers.map((answer) => answer.data.entry?.task).filter(Boolean);
    assert.deepEqual(popped.toSorted(), tasks.toSorted());
  });

  it('a task that was handed out waits for its agent to say that it started', async () => {
    const { queue, tasks } = await filledQueue(1);
    const task = tasks[0]!;
    await fetch(`${server.url}/queues.get_next_task`, {
      method: 'POST',
      headers: {
        Authorization: `Basic ${btoa('TESTKEY:test-secret-key')}`,
        'Content-Type': 'application/json',
        'X-ClearML-Worker': 'box:cpu:0',
      },
      body: JSON.stringify({ queue }),
    });
    const popped = (await server.call('tasks.get_by_id', { task })).data.task;
    assert.deepEqual([popped.status, popped.last_worker], ['queued', 'box:cpu:0']);
    await server.call('tasks.started', { task, force: true });
    assert.equal((await server.call('tasks.dequeue', { task, new_status: 'in_progress' })).meta.result_subcode, 703);
    assert.equal(await statusOf(task), 'in_progress');
  });

  it('put tasks that are enqueued at one moment into places of their own, in which each can be moved', async () => {
    const queue = await newQueue();
    const tasks = await Promise.all(Array.from({ length: 12 }, newTask));
    await Promise.all(tasks.map((task) => server.call('tasks.enqueue', { task, queue })));
    const before = await entriesOf(queue);
    assert.deepEqual(before.toSorted(), tasks.toSorted());
    for (const task of tasks) {
      await server.call('queues.move_task_to_front', { queue, task });
      assert.equal((await entriesOf(queue))[0], task);
    }
  });

  it('move tasks as a list would', async () => {
    const { queue, tasks } = await filledQueue(5);
    let model = [...tasks];
    const moves = fc.record({
      action: fc.constantFrom('forward', 'backward', 'to_front', 'to_back'),
      task: fc.constantFrom(...tasks),
      count: fc.integer({ min: 1, max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(moves, async ({ action, task, count }) => {
        const from = model.indexOf(task);
        const to = { forward: Math.max(0, from - count), backward: Math.min(4, from + count), to_front: 0, to_back: 4 }[action]!;
        model = model.toSpliced(from, 1).toSpliced(to, 0, task);
        const { data } = await server.call(`queues.move_task_${action}`, { queue, task, count });
        assert.deepEqual([data.position, await entriesOf(queue)], [to, model]);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('a task that does not wait in the queue is not moved or removed', async () => {
    const { tasks } = await filledQueue(1);
    const queue = await newQueue();
    for (const action of ['move_task_to_front', 'remove_task'])
      assert.equal((await server.call(`queues.${action}`, { queue, task: tasks[0] })).meta.result_subcode, 703, action);
    assert.equal((await server.call('queues.get_by_id', { queue: 'f'.repeat(32) })).meta.result_subcode, 701);
  });

  it('take tasks in and give them back', async () => {
    const queue = await newQueue();
    const task = await newTask();
    assert.deepEqual((await server.call('queues.add_task', { queue, task })).data, { added: 1 });
    assert.equal(await statusOf(task), 'queued');
    assert.deepEqual((await server.call('queues.remove_task', { queue, task })).data, { removed: 1 });
    assert.deepEqual([await statusOf(task), await entriesOf(queue)], ['created', []]);
  });

  it('are cleared: the tasks become drafts again', async () => {
    const { queue, tasks } = await filledQueue(3);
    assert.deepEqual((await server.call('queues.clear_queue', { queue })).data, { removed_tasks: tasks });
    assert.deepEqual(await entriesOf(queue), []);
    for (const task of tasks) assert.equal(await statusOf(task), 'created');
  });

  it('in which tasks wait are deleted only with force', async () => {
    const { queue, tasks } = await filledQueue(2);
    assert.equal((await server.call('queues.delete', { queue })).meta.result_subcode, 702);
    assert.equal((await server.call('queues.delete', { queue, force: true })).data.deleted, 1);
    for (const task of tasks) assert.equal(await statusOf(task), 'created');
    assert.equal((await server.call('queues.delete', { queue })).meta.result_subcode, 701);
  });

  it('many tasks are enqueued and dequeued by one call', async () => {
    const queue = await newQueue();
    const tasks = [await newTask(), await newTask()];
    const { data } = await server.call('tasks.enqueue_many', { ids: [...tasks, 'f'.repeat(32)], queue });
    assert.deepEqual([data.succeeded.map((one: any) => one.id), data.failed[0].error.codes], [tasks, [400, 101]]);
    assert.deepEqual(await entriesOf(queue), tasks);
    const stopped = await server.call('tasks.stop_many', { ids: [tasks[0]] });
    assert.equal(stopped.data.succeeded[0].fields.status, 'stopped');
    const dequeued = await server.call('tasks.dequeue_many', { ids: tasks });
    assert.deepEqual([dequeued.data.succeeded.length, dequeued.data.failed.length, await entriesOf(queue)], [1, 1, []]);
    const published = await server.call('tasks.publish_many', { ids: tasks });
    assert.deepEqual([published.data.succeeded[0].id, published.data.failed[0].error.codes], [tasks[0], [400, 110]]);
  });

  it('an enqueue tells on request whether a worker serves the queue', async () => {
    const { queue, tasks } = await filledQueue(1);
    await server.call('tasks.dequeue', { task: tasks[0] });
    const one = async () =>
      (await server.call('tasks.enqueue', { task: await newTask(), queue, verify_watched_queue: true })).data.queue_watched;
    assert.equal(await one(), false);
    await server.call('workers.register', { worker: 'watcher:0', queues: [queue] });
    assert.equal(await one(), true);
    const { data } = await server.call('tasks.enqueue_many', { ids: [await newTask()], queue, verify_watched_queue: true });
    assert.equal(data.queue_watched, true);
    server.advance(601);
    assert.equal(await one(), false);
  });

  it('hold metadata', async () => {
    const queue = await newQueue();
    await server.call('queues.add_or_update_metadata', {
      queue,
      metadata: [{ key: 'k', type: 'str', value: 'v' }, { key: 'l' }],
    });
    await server.call('queues.delete_metadata', { queue, keys: ['l'] });
    assert.deepEqual((await server.call('queues.get_by_id', { queue })).data.queue.metadata, {
      k: { key: 'k', type: 'str', value: 'v' },
    });
  });

  it('with _ex show the names of waiting tasks and who serves them', async () => {
    const { queue, tasks } = await filledQueue(1);
    await server.call('workers.register', { worker: 'server:0', queues: [queue] });
    const { data } = await server.call('queues.get_all_ex', { id: [queue] });
    assert.deepEqual(data.queues[0].entries[0].task, { id: tasks[0], name: 'task' });
    assert.deepEqual(
      data.queues[0].workers.map((worker: any) => worker.name),
      ['server:0'],
    );
  });

  it('have graphs of their length and of the time that tasks wait', async () => {
    const { queue } = await filledQueue(3);
    const now = Date.now() / 1000;
    const range = { from_date: now - 60, to_date: now + 60, interval: 10, queue_ids: [queue] };
    const { data } = await server.call('queues.get_queue_metrics', { ...range, refresh: true });
    assert.deepEqual(data.queues[0].queue_lengths, [3]);
    assert.ok(data.queues[0].avg_waiting_times[0] >= 0 && data.queues[0].dates[0] > (now - 60) * 1000);
    await query(server.api.db.em.fork(), sql`delete from queue_samples`);
    assert.deepEqual((await server.call('queues.get_queue_metrics', range)).data.queues, []);
  });
});
