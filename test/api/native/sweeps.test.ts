import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { writeOptunaNames } from '../../../activities/optuna/environment.ts';
import { startTestApi, type TestApi } from '../../support/api-server.ts';
import { createQueue } from '../../support/records.ts';
import { createBaseTask, reportValue, sweepSpec } from '../../support/sweep-bench.ts';

describe('the routes of sweeps', () => {
  let server: TestApi;
  let base: string;
  before(async () => {
    server = await startTestApi();
    await createQueue(server.api.db, 'trials');
    base = await createBaseTask(server.api.db);
  });
  after(() => server.release());

  const submit = (more: object = {}, body: object = {}) =>
    server.request('POST', '/api/sweeps', { spec: { ...sweepSpec({ baseTask: base }), ...more }, ...body });

  it('make a controller task that holds the definition, with what was left out filled in', async () => {
    const { status, body } = await submit({ space: { 'Args/new': { kind: 'integer', min: 1, max: 5 } } });
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual(body.warnings, ['Args/new is no parameter of the base task "base" yet', 'no agent serves queue trials now']);
    const { data } = await server.call('tasks.get_by_id', { task: body.sweep });
    assert.deepEqual([data.task.type, data.task.system_tags, data.task.status], ['optimizer', ['sweep'], 'in_progress']);
    const spec = JSON.parse(data.task.configuration.Sweep.value);
    assert.deepEqual(spec.space, { 'Args/new': { kind: 'integer', min: 1, max: 5, step: 1, log: false } });
    const { body: view } = await server.request('GET', `/api/sweeps/${body.sweep}`);
    assert.deepEqual(
      [view.engine, view.baseTask, view.strategy, view.importance],
      ['perdura', { id: base, name: 'base' }, 'random', null],
    );
  });

  it('answer the first sweep to a second submission with the same key, and leave a draft alone', async () => {
    const first = await submit({}, { idempotencyKey: 'k' });
    const [second, third] = await Promise.all([submit({}, { idempotencyKey: 'k' }), submit({}, { idempotencyKey: 'k' })]);
    assert.deepEqual([second.body.sweep, third.body.sweep], [first.body.sweep, first.body.sweep]);
    const { body } = await submit({}, { draft: true });
    assert.equal((await server.request('GET', `/api/sweeps/${body.sweep}`)).body.status, 'created');
  });

  it('refuse what cannot run, with the field at fault and what is allowed', async () => {
    const refused = async (more: object) => {
      const { status, body } = await submit(more);
      assert.ok(status === 400 || status === 404, `${status}`);
      return [body.error.field, body.error.message] as const;
    };
    assert.match(
      (await refused({ baseTask: 'nowhere/none' }))[1],
      /"nowhere\/none" does not exist; the id of a task, or its project\/name/,
    );
    assert.equal((await refused({ queue: 'nobody' }))[0], 'queue');
    assert.equal((await refused({ limits: {} }))[0], 'limits');
    assert.match((await refused({ strategy: { kind: 'grid' } }))[1], /a grid needs values: give Args\/x a step/);
    assert.match((await refused({ strategy: { kind: 'genetic' } }))[0], /^strategy/);
    const halving = { kind: 'asha', minIterations: 9, maxIterations: 3, reduction: 1 };
    assert.deepEqual((await refused({ strategy: halving }))[0], 'strategy.maxIterations');
  });

  it('refuse names that Optuna does not know once it was prepared', async () => {
    const strategy = { kind: 'optuna', sampler: { name: 'TPE' }, pruner: null };
    assert.equal((await submit({ strategy }, { draft: true })).status, 200);
    await mkdir(server.api.options.optunaDir, { recursive: true });
    await writeOptunaNames(server.api.options.optunaDir, { version: '5', samplers: ['TPESampler'], pruners: ['MedianPruner'] });
    const { body } = await submit({ strategy });
    assert.deepEqual(body.error.field, 'strategy.sampler');
    assert.match(body.error.message, /"TPE" is no sampler of Optuna 5; one of TPESampler/);
  });

  it("show sweeps of Python's optimizer as far as their records say", async () => {
    const option = (name: string, value: string) => ({ [`opt/${name}`]: { section: 'General', name: `opt/${name}`, value } });
    const general = {
      ...option('base_task_id', base),
      ...option('objective_metric_title', 'loss'),
      ...option('objective_metric_series', 'val'),
      ...option('objective_metric_sign', 'min'),
      ...option('optimizer_class', 'RandomSearch'),
    };
    const { data: made } = await server.call('tasks.create', {
      name: 'hpo',
      type: 'optimizer',
      hyperparams: { General: general },
    });
    for (const [index, value] of [4, 2, 3].entries()) {
      const { data } = await server.call('tasks.clone', { task: base, new_task_parent: made.id, new_project_name: 'hpo' });
      await server.call('tasks.edit', {
        task: data.id,
        force: true,
        hyperparams: { Args: { x: { section: 'Args', name: 'x', value: `${value}`, type: 'float' } } },
      });
      await server.call('tasks.started', { task: data.id });
      await reportValue(server.api.db, data.id, { value, iter: index });
      await server.call('tasks.completed', { task: data.id });
    }
    const { body } = await server.request('GET', `/api/sweeps/${made.id}`);
    assert.deepEqual([body.engine, body.strategy, body.trials, body.front], ['python', 'RandomSearch', { completed: 3 }, [1]]);
    assert.equal(body.best.value, 2);
    const { body: list } = await server.request('GET', `/api/sweeps/${made.id}/trials`);
    assert.deepEqual(
      list.trials.map(({ parameters, values }: any) => [parameters, values]),
      [4, 2, 3].map((value) => [{ 'Args/x': value }, [value]]),
    );
    const { body: all } = await server.request('GET', '/api/sweeps');
    const listed = all.sweeps.find(({ id }: any) => id === made.id);
    assert.deepEqual(listed.objectives, [{ title: 'loss', series: 'val', sign: 'min' }]);
    assert.deepEqual([listed.best, listed.trials], [{ trial: 1, task: list.trials[1].task, value: 2 }, { completed: 3 }]);
    const paused = await server.request('POST', `/api/sweeps/${made.id}/pause`, {});
    assert.match(paused.body.error.message, /Python's optimizer takes no changes/);
  });

  it('forget the trials of a sweep that is made a draft again', async () => {
    const { body } = await submit();
    await server.api.db.em
      .fork()
      .execute(
        `insert into sweep_trials (sweep, number, task, fingerprint, parameters, created) values (?, 0, 't', 'f', '{}', now())`,
        [body.sweep],
      );
    await server.call('tasks.reset', { task: body.sweep, force: true });
    assert.deepEqual((await server.request('GET', `/api/sweeps/${body.sweep}/trials`)).body, { trials: [] });
  });
});
