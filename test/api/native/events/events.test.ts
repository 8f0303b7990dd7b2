import assert from 'node:assert/strict';
import { type EventsClient, log, plot, scalar, startEventsClient } from '../../clearml/events/events-client.ts';

describe('the events of a task', () => {
  let client: EventsClient;
  before(async () => {
    client = await startEventsClient();
  });
  after(() => client.release());

  const get = async (task: string, path: string) => {
    const { status, body } = await client.request('GET', `/api/tasks/${task}/${path}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  };
  const statusOf = async (task: string, path: string) => (await client.request('GET', `/api/tasks/${task}/${path}`)).status;

  it('are its console, line by line', async () => {
    const task = await client.createTask();
    await client.send(log(task, { msg: 'one\ntwo', level: 'INFO' }), log(task, { msg: 'three', level: 'ERROR' }));
    const page = await get(task, 'console?limit=2');
    assert.deepEqual(
      page.lines.map((line: any) => [line.text, line.level, line.timestamp]),
      [
        ['two', 'info', 1_700_000_000_000],
        ['three', 'error', 1_700_000_000_000],
      ],
    );
    assert.deepEqual([page.open, page.total], [null, 3]);
    assert.deepEqual(
      (await get(task, `console?before=${page.previousCursor}`)).lines.map((line: any) => line.text),
      ['one'],
    );
    assert.deepEqual((await get(task, `console?after=${page.nextCursor}`)).lines, []);
    assert.equal(await statusOf(task, 'console?after=junk'), 400);
    assert.equal(await statusOf(task, 'console?limit=0'), 400);
    assert.equal(await statusOf('f'.repeat(32), 'console'), 404);
  });

  it('are its console as one text', async () => {
    const task = await client.createTask();
    const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i}`);
    for (let i = 0; i < lines.length; i += 1000) await client.send(...lines.slice(i, i + 1000).map((msg) => log(task, { msg })));
    const response = await fetch(`${client.url}/api/tasks/${task}/console.txt`, {
      headers: { Authorization: `Basic ${btoa('TESTKEY:test-secret-key')}` },
    });
    assert.match(response.headers.get('Content-Type')!, /^text\/plain/);
    assert.equal(await response.text(), `${lines.join('\n')}\n`);
  });

  it('are its curves, long ones as mean, minimum and maximum', async () => {
    const task = await client.createTask();
    await client.send(
      ...Array.from({ length: 2000 }, (_, iter) => scalar(task, { iter, value: iter % 7, timestamp: 1e12 + iter })),
    );
    await client.send(scalar(task, { metric: 'acc', value: 0.5 }));
    const { series } = await get(task, 'scalars?samples=100');
    assert.deepEqual(
      series.map((each: any) => [each.metric, each.variant, each.count]),
      [
        ['acc', 'train', 1],
        ['loss', 'train', 2000],
      ],
    );
    const { x, y, min, max } = series[1];
    assert.ok(x.length <= 100 && x.length === y.length && x.length === min.length && x.length === max.length);
    assert.deepEqual([x[0], x.at(-1), Math.min(...min), Math.max(...max)], [0, 1999, 0, 6]);
    const zoomed = await get(task, 'scalars?samples=100&from=10&to=12&metric=loss');
    assert.deepEqual(
      [zoomed.series[0].x, zoomed.series[0].y],
      [
        [10, 11, 12],
        [3, 4, 5],
      ],
    );
    const timed = await get(task, `scalars?key=timestamp&from=${1e12 + 10}&to=${1e12 + 11}&metric=loss`);
    assert.deepEqual(timed.series[0].x, [1e12 + 10, 1e12 + 11]);
    assert.equal(await statusOf(task, 'scalars?samples=-1'), 400);
    assert.equal((await get(task, 'scalars?from=1e300')).series.length, 0);
  });

  it('are its single values', async () => {
    const task = await client.createTask();
    await client.send(scalar(task, { metric: 'Summary', variant: 'final', iter: -2_147_483_648, value: 1.5 }));
    assert.deepEqual(await get(task, 'single-values'), {
      values: [{ metric: 'Summary', variant: 'final', value: 1.5, timestamp: 1_700_000_000_000 }],
    });
  });

  it('are its plots, one by one', async () => {
    const task = await client.createTask();
    await client.send(
      ...[3, 1].map((iter) => plot(task, { iter, plot_str: `{"data": [{"y": [NaN, ${iter}, -Infinity], "name": "NaN"}]}` })),
    );
    assert.deepEqual(await get(task, 'plots'), { plots: [{ metric: 'confusion', variant: 'matrix', iterations: [1, 3] }] });
    assert.deepEqual(await get(task, 'plots/one?metric=confusion&variant=matrix&iter=3'), {
      plot: { data: [{ y: [null, 3, null], name: 'NaN' }] },
    });
    assert.equal(await statusOf(task, 'plots/one?metric=confusion&variant=matrix&iter=2'), 404);
    assert.equal(await statusOf(task, 'plots/one?metric=confusion&variant=matrix&iter=x'), 400);
  });
});
