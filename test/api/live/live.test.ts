import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import Koa from 'koa';
import { silenceWatch } from '../../../api/housekeeping.ts';
import { streamLive } from '../../../api/live/stream.ts';
import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../../support/api-server.ts';
import { openBrowser } from '../../support/browser.ts';
import { type EventStream, openEventStream } from '../../support/event-stream.ts';
import { eventually } from '../../support/eventually.ts';
import { createQueue, createTask } from '../../support/records.ts';

const BASIC = { Authorization: `Basic ${btoa(`${TEST_CREDENTIALS.accessKey}:${TEST_CREDENTIALS.secretKey}`)}` };

describe('live updates', () => {
  let server: TestApi;
  let streams: EventStream[];
  beforeEach(async () => {
    server = await startTestApi();
    streams = [];
  });
  afterEach(async () => {
    for (const stream of streams) stream.close();
    await server.release();
  });

  async function open(topics: string, headers: Record<string, string> = BASIC): Promise<EventStream> {
    const stream = await openEventStream(`${server.url}/api/live?topics=${topics}`, headers);
    streams.push(stream);
    return stream;
  }
  const notify = (topic: string, id: string) =>
    server.api.db.em.fork().execute(`select pg_notify('perdura_live', ?)`, [JSON.stringify({ topic, id })]);

  it('come as events that nobody on the way keeps or packs', async () => {
    const { status, headers } = await open('tasks');
    assert.equal(status, 200);
    assert.equal(headers.get('Content-Type'), 'text/event-stream');
    assert.equal(headers.get('Cache-Control'), 'no-cache, no-transform');
    assert.equal(headers.get('Content-Encoding'), null);
  });

  it('tell of records that change in Postgres, by the topics asked for', async () => {
    const [tasks, queues, workers] = await Promise.all([open('tasks'), open('queues'), open('workers')]);
    const task = await createTask(server.api.db);
    const queue = await createQueue(server.api.db, 'q');
    await server.api.db.em
      .fork()
      .execute(
        `insert into workers (id, kind, user_id, register_time, last_activity) values ('w', 'clearml', 'u', now(), now())`,
      );
    assert.deepEqual(await tasks.next('the task', ({ id }) => id === task), { topic: 'tasks', id: task });
    assert.deepEqual(await queues.next('the queue', ({ id }) => id === queue), { topic: 'queues', id: queue });
    assert.deepEqual(await workers.next('the worker', ({ id }) => id === 'w'), { topic: 'workers', id: 'w' });
    for (const stream of [tasks, queues, workers]) assert.equal(new Set(stream.messages.map(({ topic }) => topic)).size, 1);
  });

  it("tell of a pipeline's run when a step's task changes its state or its progress, or Python writes its graph", async () => {
    const { data: run } = await server.call('tasks.create', { name: 'run', type: 'controller', system_tags: ['pipeline'] });
    const { data: step } = await server.call('tasks.create', { name: 'step', type: 'training', parent: run.id });
    const { data: sweep } = await server.call('tasks.create', { name: 'sweep', type: 'optimizer' });
    const { data: trial } = await server.call('tasks.create', { name: 'trial', type: 'training', parent: sweep.id });
    for (const [what, change] of [
      ['the state', () => server.call('tasks.started', { task: step.id, force: true })],
      ['the progress', () => server.call('tasks.edit', { task: step.id, runtime: { progress: '40' }, force: true })],
      [
        'the graph',
        () =>
          server.call('tasks.edit_configuration', {
            task: run.id,
            configuration: [{ name: 'Pipeline', value: '{}' }],
            replace_configuration: false,
          }),
      ],
    ] as const) {
      const stream = await open(`pipeline:${run.id},pipeline:${sweep.id}`);
      await server.call('tasks.edit', { task: trial.id, runtime: { progress: what }, force: true });
      await change();
      assert.deepEqual(await stream.next(what, ({ topic }) => topic === 'pipeline'), { topic: 'pipeline', id: run.id });
    }
  });

  it('tell of a worker that falls silent, though nothing is written then', async () => {
    const stream = await open('workers');
    const watch = silenceWatch(server.api);
    await server.api.db.em
      .fork()
      .execute(
        `insert into workers (id, kind, user_id, register_time, register_timeout, last_activity) values ('w', 'perdura', 'u', now(), 45, now())`,
      );
    await stream.next('the registration', ({ id }) => id === 'w');
    const count = () => stream.messages.length;
    server.advance(44);
    await watch();
    server.advance(2);
    await watch();
    await eventually('the silence', () => count() === 2);
    server.advance(60);
    await watch();
    await notify('worker', 'other');
    await stream.next('another worker', ({ id }) => id === 'other');
    assert.equal(count(), 3);
  });

  it('tell of one task and of its results to whoever looks at it', async () => {
    const stream = await open('task:a,task:b');
    await notify('task', 'a');
    await notify('console', 'a');
    await notify('scalars', 'b');
    await notify('plots', 'other');
    await notify('task', 'other');
    await notify('plots', 'b');
    await notify('images', 'b');
    await stream.next('the last event', ({ topic }) => topic === 'images');
    assert.deepEqual(stream.messages, [
      { topic: 'task', id: 'a' },
      { topic: 'console', id: 'a' },
      { topic: 'scalars', id: 'b' },
      { topic: 'plots', id: 'b' },
      { topic: 'images', id: 'b' },
    ]);
  });

  it('come at most five times a second for one topic, the last change included', async () => {
    const stream = await open('tasks,task:x');
    const begun = Date.now();
    while (Date.now() - begun < 1000) {
      await notify('task', 'x');
      await sleep(5);
    }
    await notify('task', 'y');
    await stream.next('an event for several tasks', ({ topic, id }) => topic === 'tasks' && id !== 'x');
    const seconds = (Date.now() - begun) / 1000;
    for (const topic of ['tasks', 'task']) {
      const count = stream.messages.filter((message) => message.topic === topic).length;
      assert.ok(count >= 2 && count <= 5 * seconds + 2, `${count} events of ${topic} in ${seconds} s`);
    }
  });

  it('begin again with a reset after the connection to Postgres broke', async () => {
    const stream = await open('tasks,queues');
    await server.api.db.em
      .fork()
      .execute(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'`,
      );
    await stream.next('the reset', ({ topic }) => topic === 'reset');
    assert.equal(stream.messages.filter(({ topic }) => topic === 'reset').length, 1);
    await notify('task', 'after');
    await stream.next('an event', ({ id }) => id === 'after');
  });

  it('use one connection to Postgres for all clients', async () => {
    await Promise.all(Array.from({ length: 30 }, () => open('tasks')));
    const [row] = await server.api.db.em
      .fork()
      .execute<{ count: number }[]>(
        `select count(*)::int as count from pg_stat_activity where datname = current_database() and query ilike 'listen%'`,
      );
    assert.equal(row!.count, 1);
    await notify('task', 't');
    await Promise.all(streams.map((stream) => stream.next('the event', ({ id }) => id === 't')));
  });

  it('are refused without a login, and for topics that do not exist', async () => {
    assert.equal((await open('tasks', {})).status, 401);
    for (const topics of [
      'users',
      'tasks,',
      'task:',
      'task:a/b',
      '',
      Array.from({ length: 201 }, (_, i) => `task:${i}`).join(','),
    ])
      assert.equal((await open(topics)).status, 400, topics);
  });

  it('show a sign of life, and end when the session does', async () => {
    const app = new Koa().use((ctx) => streamLive(server.api, ctx, { topics: ['tasks'], heartbeatMs: 20 }));
    const http = createServer(app.callback());
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const browser = openBrowser();
    await browser.call('POST', `${server.url}/api/login`, { body: { username: 'admin', password: 'test-password' } });
    const Cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const stream = await openEventStream(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, { Cookie });
    streams.push(stream);
    await eventually('two signs of life', () => stream.comments >= 2);
    assert.equal(stream.ended, false);
    await browser.call('POST', `${server.url}/api/logout`, { body: {} });
    await eventually('the end of the stream', () => stream.ended);
    await new Promise((resolve) => http.close(resolve));
  });
});
