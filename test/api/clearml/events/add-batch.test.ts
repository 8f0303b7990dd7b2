import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { type EventsClient, image, log, plot, scalar, startEventsClient } from './events-client.ts';

describe('events.add_batch', () => {
  let client: EventsClient;
  before(async () => {
    client = await startEventsClient();
  });
  after(() => client.release());

  const last = async (task: string) => (await client.call('tasks.get_by_id', { task })).data.task;

  it('counts what it stored, and what it did not for each reason', async () => {
    const task = await client.createTask();
    const lines = [
      scalar(task),
      log(task),
      scalar('f'.repeat(32)),
      scalar(task, { value: undefined }),
      scalar(task, { iter: 'x' }),
      { type: 'odd', task },
      { type: 'log', msg: 'nobody' },
      [1],
    ];
    const text = [...lines.map((line) => JSON.stringify(line)), '{"broken', ''].join('\n');
    const { status, data } = await client.sendLines(text);
    assert.equal(status, 200);
    assert.deepEqual(data, {
      added: 2,
      errors: 7,
      errors_info: {
        'Invalid task id': 1,
        'value: not a number': 1,
        'iter: not an integer': 1,
        'Invalid event type odd': 1,
        'Event must have a "task" field': 1,
        'Not a JSON object': 2,
      },
    });
  });

  it('refuses a batch without a valid line by 400/131', async () => {
    for (const lines of ['', 'junk', JSON.stringify(scalar('f'.repeat(32)))]) {
      const { status, meta } = await client.sendLines(lines);
      assert.deepEqual([status, meta.result_code, meta.result_subcode], [400, 400, 131]);
    }
  });

  it('takes gzip', async () => {
    const task = await client.createTask();
    const body = gzipSync(JSON.stringify(scalar(task)));
    const response = await fetch(`${client.url}/events.add_batch`, {
      method: 'POST',
      headers: {
        Authorization: `Basic ${btoa('TESTKEY:test-secret-key')}`,
        'Content-Type': 'application/json-lines',
        'Content-Encoding': 'gzip',
      },
      body,
    });
    assert.equal(((await response.json()) as any).data.added, 1);
  });

  it('reads the numbers that Python writes and JSON does not know', async () => {
    const task = await client.createTask();
    const line = (iter: number, value: string) =>
      `{"type":"training_stats_scalar","task":"${task}","metric":"NaN","variant":"\\"NaN","iter":${iter},"value": ${value}}`;
    await client.sendLines([line(0, 'NaN'), line(1, 'Infinity'), line(2, '-Infinity'), line(3, '1.5')].join('\n'));
    assert.deepEqual(await client.read('scalar_metrics_iter_histogram', { task, key: 'iter' }), {
      NaN: { '"NaN': { name: '"NaN', x: [0, 1, 2, 3], y: [null, null, null, 1.5] } },
    });
  });

  it('takes zero bytes and megabytes of text', async () => {
    const task = await client.createTask();
    await client.send(log(task, { msg: `a\0b${'x'.repeat(5_000_000)}` }), scalar(task, { metric: 'm\0', variant: '__proto__' }));
    const { events } = await client.read('get_task_log', { task });
    assert.deepEqual([events[0].msg.slice(0, 3), events[0].msg.length], ['a\uFFFDb', 5_000_003]);
    const metrics = await client.read('scalar_metrics_iter_histogram', { task });
    assert.deepEqual(Object.keys(metrics['m\uFFFD']), ['__proto__']);
  });

  it('puts events of models beside those of a task', async () => {
    const task = await client.createTask();
    const { id: model } = (await client.call('models.create', { name: 'm', uri: 'http://files/m' })).data;
    await client.send(scalar(model, { model_event: true, value: 0.75, iter: 4 }), scalar(task));
    const read = await client.read('scalar_metrics_iter_histogram', { task: model, model_events: true });
    assert.deepEqual(read, { loss: { train: { name: 'train', x: [4], y: [0.75] } } });
    const refused = await client.sendLines(JSON.stringify(scalar(model)));
    assert.equal(refused.meta.result_subcode, 131);
  });

  it('leaves a published task as it is, unless told otherwise', async () => {
    const task = await client.createTask();
    await client.call('tasks.publish', { task, force: true });
    const { status, data, meta } = await client.sendLines(
      [scalar(task), scalar(task, { allow_locked: true })].map((e) => JSON.stringify(e)).join('\n'),
    );
    assert.deepEqual(
      [status, data],
      [200, { added: 1, errors: 1, errors_info: { 'The task is published': 1 } }],
      meta.result_msg,
    );
  });

  it('notes the last iteration, of all but machine statistics and single values', async () => {
    const task = await client.createTask();
    await client.send(scalar(task, { iter: 3 }), plot(task, { iter: 5 }), image(task, { iter: 4 }));
    await client.send(scalar(task, { iter: 90, metric: ':monitor:machine' }), scalar(task, { iter: 91, metric: ':monitor:gpu' }));
    await client.send(scalar(task, { iter: -2_147_483_648, metric: 'Summary' }), scalar(task, { iter: 1 }));
    assert.equal((await last(task)).last_iteration, 5);
    await client.send(scalar(task, { iter: 9_000_000_000 }));
    assert.equal((await last(task)).last_iteration, 2_147_483_647);
  });

  it('says in last_metrics what was reported, whatever order it came in', async () => {
    const task = await client.createTask();
    await client.send(
      scalar(task, { iter: 2, value: 5 }),
      scalar(task, { iter: 0, value: 3 }),
      scalar(task, { iter: 1, value: -1 }),
    );
    const metrics = Object.values((await last(task)).last_metrics as Record<string, Record<string, any>>).flatMap(Object.values);
    assert.equal(metrics.length, 1);
    const { value, min_value, min_value_iteration, max_value, first_value, mean_value, count } = metrics[0];
    assert.deepEqual([value, min_value, min_value_iteration, max_value, first_value, count], [5, -1, 1, 5, 3, 3]);
    assert.ok(Math.abs(mean_value - 7 / 3) < 1e-12);
  });

  it('keeps the client as the worker of events that name none', async () => {
    const task = await client.createTask();
    await client.sendLines(JSON.stringify(log(task)), { 'X-ClearML-Worker': 'host-1' });
    const { events } = await client.read('get_task_log', { task });
    assert.equal(events[0].worker, 'host-1');
  });

  it('takes one event by events.add', async () => {
    const task = await client.createTask();
    assert.equal((await client.read('add', log(task, { msg: 'single' }))).added, 1);
  });
});
