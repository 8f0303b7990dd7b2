import assert from 'node:assert/strict';
import { AUTHORIZATION, type EventsClient, image, log, plot, scalar, startEventsClient } from './events-client.ts';

describe('events that were reported', () => {
  let client: EventsClient;
  before(async () => {
    client = await startEventsClient();
  });
  after(() => client.release());

  const UNKNOWN = 'f'.repeat(32);
  const refusal = async (endpoint: string, body: unknown) => {
    const { status, meta } = await client.call(`events.${endpoint}`, body);
    return [status, meta.result_subcode];
  };

  it('are read by points in time as well', async () => {
    const task = await client.createTask();
    const at = 1_700_000_000_000;
    await client.send(scalar(task, { iter: 1, value: 2, timestamp: at + 5 }), scalar(task, { iter: 2, value: 3, timestamp: at }));
    const y = async (key: string) => (await client.read('scalar_metrics_iter_histogram', { task, key })).loss.train;
    assert.deepEqual(await y('timestamp'), { name: 'train', x: [at, at + 5], y: [3, 2] });
    assert.deepEqual((await y('iso_time')).x, ['2023-11-14T22:13:20.000Z', '2023-11-14T22:13:20.005Z']);
  });

  it('keep the point of whole numbers, thinned out or not', async () => {
    const task = await client.createTask();
    await client.send(
      ...[1, -2, 0.5, 3].map((value, iter) => scalar(task, { iter, value })),
      scalar(task, { variant: 'one', value: 4 }),
    );
    const read = async (samples: number) => {
      const response = await fetch(`${client.url}/v2.23/events.scalar_metrics_iter_histogram`, {
        method: 'POST',
        headers: { Authorization: AUTHORIZATION, 'Content-Type': 'application/json' },
        body: JSON.stringify({ task, samples }),
      });
      return /"data":(.*)}$/.exec(await response.text())?.[1];
    };
    const [one, train] = ['"one":{"name":"one","x":[0],"y":[4.0]}', '"name":"train","x":[0,1,2,3],"y":[1.0,-2.0,0.5,3.0]'];
    assert.equal(await read(0), `{"loss":{${one},"train":{${train}}}}`);
    assert.match((await read(3))!, /"train":\{"name":"train","x":\[0,1,3\],"y":\[1\.0,-2\.0,3\.0\]\}/);
  });

  it('are thinned out to so many samples, with minimum and maximum kept', async () => {
    const task = await client.createTask();
    const values = Array.from({ length: 3000 }, (_, iter) => ({
      iter,
      value: iter === 1234 ? -9 : iter === 77 ? 99 : iter % 10,
    }));
    await client.send(...values.map((point) => scalar(task, point)));
    const { x, y } = (await client.read('scalar_metrics_iter_histogram', { task, samples: 100 })).loss.train;
    assert.ok(x.length <= 100 && x.length > 50);
    assert.deepEqual([x[0], x.at(-1), Math.min(...y), Math.max(...y)], [0, 2999, -9, 99]);
    assert.equal((await client.read('scalar_metrics_iter_histogram', { task, samples: 0 })).loss.train.x.length, 3000);
  });

  it('of several tasks stand under metric, variant and task', async () => {
    const [a, b] = [await client.createTask({ name: 'first' }), await client.createTask({ name: 'second' })];
    await client.send(scalar(a, { value: 1 }), scalar(b, { value: 2 }));
    assert.deepEqual(await client.read('multi_task_scalar_metrics_iter_histogram', { tasks: [a, b] }), {
      metrics: { loss: { train: { [a]: { name: 'first', x: [0], y: [1] }, [b]: { name: 'second', x: [0], y: [2] } } } },
    });
  });

  it('come page by page, each once, with the scroll id of the page before', async () => {
    const task = await client.createTask();
    await client.send(
      ...Array.from({ length: 25 }, (_, iter) => scalar(task, { iter, variant: `v${iter % 2}` })),
      ...Array.from({ length: 3 }, (_, iter) => plot(task, { iter })),
      log(task),
      image(task),
    );
    for (const [event_type, total] of [
      ['training_stats_scalar', 25],
      ['plot', 3],
      ['log', 1],
      ['training_debug_image', 1],
      [undefined, 30],
    ] as const) {
      const seen: string[] = [];
      let scroll_id: string | undefined;
      for (;;) {
        const page = await client.read('get_task_events', { task, event_type, batch_size: 7, scroll_id });
        assert.equal(page.total, total);
        if (page.returned === 0) break;
        assert.equal(page.returned, page.events.length);
        seen.push(...page.events.map((event: any) => `${event.type} ${event.variant} ${event.iter}`));
        scroll_id = page.scroll_id;
      }
      assert.deepEqual([seen.length, new Set(seen).size], [total, total], event_type);
    }
  });

  it('come from the newest on when asked for', async () => {
    const task = await client.createTask();
    await client.send(...[0, 1, 2].map((iter) => scalar(task, { iter })));
    const { events } = await client.read('get_task_events', { task, event_type: 'training_stats_scalar', order: 'desc' });
    assert.deepEqual(
      events.map((event: any) => event.iter),
      [2, 1, 0],
    );
  });

  it('of a metric come as plain points', async () => {
    const task = await client.createTask();
    await client.send(...[0, 1, 2].map((iter) => scalar(task, { iter, value: iter * 2 })), scalar(task, { metric: 'other' }));
    const request = { task, metric: { metric: 'loss' }, batch_size: 2, count_total: true };
    const first = await client.read('scalar_metrics_iter_raw', request);
    assert.deepEqual([first.variants, first.returned, first.total], [{ train: { name: 'train', x: [0, 1], y: [0, 2] } }, 2, 3]);
    const second = await client.read('scalar_metrics_iter_raw', { ...request, scroll_id: first.scroll_id });
    const third = await client.read('scalar_metrics_iter_raw', { ...request, scroll_id: second.scroll_id });
    assert.deepEqual([second.returned, third.returned], [1, 0]);
    assert.equal((await client.read('get_scalar_metric_data', { task, metric: 'loss' })).total, 3);
  });

  it('hold single values apart from curves', async () => {
    const task = await client.createTask({ name: 'named' });
    await client.send(scalar(task, { metric: 'Summary', variant: 'final', iter: -2_147_483_648, value: 42.5 }), scalar(task));
    assert.deepEqual(await client.read('get_task_single_value_metrics', { tasks: [task] }), {
      tasks: [
        {
          task,
          task_name: 'named',
          values: [{ metric: 'Summary', variant: 'final', value: 42.5, timestamp: 1_700_000_000_000 }],
        },
      ],
    });
    assert.deepEqual(Object.keys(await client.read('scalar_metrics_iter_histogram', { task })), ['loss']);
  });

  it('have a last value for each curve', async () => {
    const task = await client.createTask();
    await client.send(...[0, 1, 2].map((iter) => scalar(task, { iter, value: iter })));
    const { metrics, last_iter } = await client.read('get_task_latest_scalar_values', { task });
    assert.equal(last_iter, 2);
    assert.deepEqual(metrics, [
      { name: 'loss', variants: [{ name: 'train', last_value: 2, last_timestamp: 1_700_000_000_000, last_100_value: 1 }] },
    ]);
  });

  it('tell under which metrics and variants they stand', async () => {
    const task = await client.createTask();
    await client.send(scalar(task), scalar(task, { variant: 'val' }), plot(task), image(task));
    await client.send({ type: 'training_stats_vector', task, metric: 'vec', variant: 'v', iter: 2, values: [1, 2] });
    assert.deepEqual((await client.read('get_scalar_metrics_and_variants', { task })).metrics, { loss: ['train', 'val'] });
    assert.deepEqual((await client.read('get_vector_metrics_and_variants', { task })).metrics, { vec: ['v'] });
    const metrics = async (event_type?: string) => (await client.read('get_task_metrics', { tasks: [task], event_type })).metrics;
    assert.deepEqual(await metrics('plot'), [{ task, metrics: ['confusion'] }]);
    assert.deepEqual(await metrics(), [{ task, metrics: ['confusion', 'debug', 'loss', 'vec'] }]);
    assert.deepEqual(await client.read('vector_metrics_iter_histogram', { task, metric: 'vec', variant: 'v' }), {
      metric: 'vec',
      variant: 'v',
      vectors: [[1, 2]],
      iterations: [2],
    });
  });

  describe('to the log', () => {
    it('are never merged, and come newest first or last', async () => {
      const task = await client.createTask();
      await client.send(...[1, 1, 2, 3].map((at) => log(task, { msg: `at ${at}`, timestamp: at })));
      const messages = async (body: object) =>
        (await client.read('get_task_log', { task, ...body })).events.map((event: any) => event.msg);
      assert.deepEqual(await messages({}), ['at 3', 'at 2', 'at 1', 'at 1']);
      assert.deepEqual(await messages({ order: 'asc', batch_size: 2 }), ['at 2', 'at 3']);
      assert.deepEqual(await messages({ navigate_earlier: false, batch_size: 1 }), ['at 1', 'at 1']);
      assert.deepEqual(await messages({ navigate_earlier: false, from_timestamp: 1 }), ['at 2', 'at 3']);
      assert.deepEqual(await messages({ from_timestamp: 2 }), ['at 1', 'at 1']);
      assert.equal((await client.read('get_task_log', { task, batch_size: 1 })).total, 4);
    });

    it('can be downloaded, as text or as events', async () => {
      const task = await client.createTask();
      await client.send(
        log(task, { msg: 'one', worker: 'w', timestamp: 0 }),
        log(task, { msg: 'two', worker: 'w', timestamp: 1 }),
      );
      const download = async (body: object) => {
        const response = await fetch(`${client.url}/events.download_task_log`, {
          method: 'POST',
          headers: { Authorization: `Basic ${btoa('TESTKEY:test-secret-key')}`, 'Content-Type': 'application/json' },
          body: JSON.stringify({ task, ...body }),
        });
        assert.match(response.headers.get('Content-Disposition')!, /^attachment/);
        return response.text();
      };
      assert.equal(await download({}), '1970-01-01T00:00:00.000Z w info one\n1970-01-01T00:00:00.001Z w info two\n');
      assert.equal(await download({ line_format: '{msg} {what}' }), 'one {what}\ntwo {what}\n');
      assert.deepEqual(
        JSON.parse(await download({ line_type: 'json' })).map((event: any) => event.msg),
        ['one', 'two'],
      );
      assert.deepEqual(await refusal('download_task_log', { task: UNKNOWN }), [400, 101]);
    });

    it('can be cleared, all or what is old', async () => {
      const task = await client.createTask();
      await client.send(log(task, { timestamp: Date.now() - 100_000 }), log(task, { timestamp: Date.now() }));
      assert.deepEqual(await client.read('clear_task_log', { task, threshold_sec: 50 }), { deleted: 1 });
      assert.deepEqual(await client.read('clear_task_log', { task }), { deleted: 1 });
      await client.call('tasks.publish', { task, force: true });
      assert.deepEqual(await refusal('clear_task_log', { task }), [400, 113]);
    });
  });

  describe('as plots', () => {
    it('are those of the latest iterations of each metric and variant', async () => {
      const task = await client.createTask();
      await client.send(...[0, 1, 2].map((iter) => plot(task, { iter })), plot(task, { variant: 'other', iter: 7 }));
      const read = async (body: object) => client.read('get_task_plots', { task, ...body });
      const names = (plots: any[]) => plots.map(({ variant, iter }) => `${variant} ${iter}`);
      assert.deepEqual(names((await read({ no_scroll: true })).plots), ['matrix 2', 'other 7']);
      const page = await read({ iters: 2 });
      assert.deepEqual([names(page.plots), page.returned, page.total], [['matrix 2', 'matrix 1', 'other 7'], 3, 3]);
      assert.deepEqual((await read({ iters: 2, scroll_id: page.scroll_id })).plots, []);
      assert.equal(page.plots[0].plot_str, '{"data": []}');
      const { plots } = await client.read('get_multi_task_plots', { tasks: [task], iters: 1 });
      assert.equal(plots.confusion.matrix[task]['2'].plots[0].iter, 2);
    });

    it('are replaced by the later one of the same iteration', async () => {
      const task = await client.createTask();
      await client.send(plot(task, { plot_str: '1' }), plot(task, { plot_str: '2' }));
      await client.send(plot(task, { plot_str: '3' }));
      const { plots } = await client.read('get_task_plots', { task });
      assert.deepEqual(
        plots.map((each: any) => each.plot_str),
        ['3'],
      );
    });

    it('of many megabytes come in several pages', async () => {
      const task = await client.createTask();
      for (let i = 0; i < 5; i++) await client.send(plot(task, { variant: `v${i}`, plot_str: `"${'x'.repeat(5_000_000)}"` }));
      const seen: string[] = [];
      let scroll_id: string | undefined;
      for (let pages = 0; pages < 5; pages++) {
        const page = await client.read('get_task_plots', { task, scroll_id });
        assert.ok(page.returned < 5);
        seen.push(...page.plots.map((each: any) => each.variant));
        scroll_id = page.scroll_id;
      }
      assert.deepEqual(seen, ['v0', 'v1', 'v2', 'v3', 'v4']);
    });
  });

  describe('as debug images', () => {
    it('come by iteration, from the latest on', async () => {
      const task = await client.createTask();
      await client.send(...[0, 1, 2].flatMap((iter) => [image(task, { iter }), image(task, { iter, variant: 'blue' })]));
      const request = { metrics: [{ task, metric: 'debug', variants: ['red'] }], iters: 2 };
      const iterations = (page: any) => page.metrics[0].iterations.map((each: any) => [each.iter, each.events.length]);
      const first = await client.read('debug_images', request);
      assert.deepEqual(iterations(first), [
        [2, 1],
        [1, 1],
      ]);
      const second = await client.read('debug_images', { ...request, scroll_id: first.scroll_id });
      assert.deepEqual(iterations(second), [[0, 1]]);
      const third = await client.read('debug_images', { ...request, scroll_id: second.scroll_id });
      assert.deepEqual(iterations(third), []);
      const whole = await client.read('debug_images', { metrics: [{ task }], iters: 10 });
      assert.deepEqual(iterations(whole), [
        [2, 2],
        [1, 2],
        [0, 2],
      ]);
      await client.send(image(task, { iter: 3 }));
      const later = await client.read('debug_images', { ...request, navigate_earlier: false, scroll_id: first.scroll_id });
      assert.deepEqual(iterations(later), [[3, 1]]);
    });

    it('can be walked through one by one', async () => {
      const task = await client.createTask();
      await client.send(
        ...[0, 1].flatMap((iter) => ['blue', 'red'].map((variant) => image(task, { iter, variant, url: `${variant}${iter}` }))),
      );
      const start = await client.read('get_debug_image_sample', {
        task,
        metric: 'debug',
        variant: 'red',
        navigate_current_metric: false,
      });
      assert.deepEqual([start.event.url, start.min_iteration, start.max_iteration], ['red1', 0, 1]);
      const step = async (scroll_id: string, body: object) =>
        client.read('next_debug_image_sample', { task, scroll_id, ...body });
      const before = await step(start.scroll_id, {});
      assert.equal(before.event.url, 'blue1');
      assert.equal((await step(start.scroll_id, { next_iteration: true })).event.url, 'red0');
      assert.equal((await step(before.scroll_id, { navigate_earlier: false })).event.url, 'red1');
      assert.equal((await step(start.scroll_id, { navigate_earlier: false })).event, null);
      const none = await client.read('get_debug_image_sample', { task, metric: 'none', variant: 'red' });
      assert.deepEqual([none.event, none.min_iteration], [null, null]);
    });
  });

  it('as plots can be walked through metric by metric', async () => {
    const task = await client.createTask();
    await client.send(plot(task, { variant: 'a' }), plot(task, { variant: 'b' }), plot(task, { iter: 1, variant: 'a' }));
    const start = await client.read('get_plot_sample', { task, metric: 'confusion', iteration: 0 });
    assert.deepEqual(
      start.events.map((event: any) => event.variant),
      ['a', 'b'],
    );
    const next = await client.read('next_plot_sample', { task, scroll_id: start.scroll_id, navigate_earlier: false });
    assert.deepEqual(
      next.events.map((event: any) => event.iter),
      [1],
    );
  });

  it('are refused for unknown tasks, models and scroll ids', async () => {
    const task = await client.createTask();
    for (const endpoint of [
      'get_task_log',
      'get_task_events',
      'scalar_metrics_iter_histogram',
      'get_task_plots',
      'clear_task_log',
      'delete_for_task',
    ]) {
      assert.deepEqual(await refusal(endpoint, { task: UNKNOWN }), [400, 101], endpoint);
    }
    assert.deepEqual(await refusal('scalar_metrics_iter_histogram', { task: UNKNOWN, model_events: true }), [400, 201]);
    for (const scroll_id of ['junk', 'bnVsbA', '%%%', Buffer.from('[1,2,3]').toString('base64url')]) {
      assert.deepEqual(await refusal('next_plot_sample', { task, scroll_id }), [400, 1104], scroll_id);
      assert.deepEqual(await refusal('get_task_events', { task, scroll_id }), [400, 1104], scroll_id);
    }
  });

  it('go when they are deleted', async () => {
    const task = await client.createTask();
    await client.send(scalar(task), plot(task), image(task), log(task));
    assert.deepEqual(await client.read('delete_for_task', { task }), { deleted: true });
    assert.equal((await client.read('get_task_events', { task })).total, 0);
    const [{ points }] = await client.api.db.em
      .fork()
      .execute<any>(
        'select count(*)::int as points from scalar_points p left join series s on s.id = p.series where s.id is null',
      );
    assert.equal(points, 0);
    await client.send(scalar(task, { value: 9 }));
    assert.deepEqual((await client.read('scalar_metrics_iter_histogram', { task })).loss.train.y, [9]);
  });
});
