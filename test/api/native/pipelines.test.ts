import assert from 'node:assert/strict';
import { startTestApi, type TestApi } from '../../support/api-server.ts';
import { createQueue, createTask } from '../../support/records.ts';

describe('the routes of pipelines', () => {
  let server: TestApi;
  let base: string;
  before(async () => {
    server = await startTestApi();
    await createQueue(server.api.db, 'steps');
    base = await createTask(server.api.db, { name: 'base' });
  });
  after(() => server.release());

  const spec = (more: Record<string, unknown> = {}) => ({
    name: 'flow',
    project: 'demo',
    version: '1.2.0',
    defaultQueue: 'steps',
    parameters: { lr: { type: 'number', default: 1 }, on: { type: 'boolean', default: true } },
    steps: [
      { name: 'make', kind: 'task', base: { task: base } },
      { name: 'use', kind: 'task', base: { task: base }, parameters: { 'Args/data': '${make.artifacts.data.url}' } },
    ],
    ...more,
  });
  const submit = (body: Record<string, unknown>) => server.request('POST', '/api/pipelines/runs', { spec: spec(), ...body });

  it('make a run in the hidden project, with typed parameters and implied parents, and number it', async () => {
    const first = await submit({ parameters: { lr: 2 } });
    assert.equal(first.status, 200, JSON.stringify(first.body));
    const { body: run } = await server.request('GET', `/api/pipelines/runs/${first.body.run}`);
    assert.equal(run.status, 'in_progress');
    assert.equal(run.version, '1.2.0');
    assert.deepEqual(run.parameters, { lr: 2, on: true });
    assert.deepEqual(run.pipeline.project, 'demo');
    assert.deepEqual(
      run.nodes.map(({ name, parents, state }: any) => ({ name, parents, state })),
      [
        { name: 'make', parents: [], state: 'pending' },
        { name: 'use', parents: ['make'], state: 'pending' },
      ],
    );
    const second = await submit({ draft: true });
    const { body: draft } = await server.request('GET', `/api/pipelines/runs/${second.body.run}`);
    assert.deepEqual([draft.status, draft.number, draft.name], ['created', 2, 'flow #2']);
    const { data } = await server.call('tasks.get_by_id', { task: second.body.run });
    assert.equal(data.task.type, 'controller');
    assert.deepEqual(data.task.system_tags, ['pipeline']);
    assert.equal(data.task.hyperparams.Args.lr.value, '1.0');
    assert.equal(data.task.runtime.version, '1.2.0');
    const { data: projects } = await server.call('projects.get_all_ex', { id: [data.task.project], search_hidden: true });
    assert.equal(projects.projects[0].name, 'demo/.pipelines/flow');
    assert.deepEqual(projects.projects[0].system_tags, ['hidden', 'pipeline']);
  });

  it('say with which file the worker of their definition is started, also for a clone of a run', async () => {
    const steps = [{ name: 'f', kind: 'function' }];
    const hintOf = async (run: string) => (await server.request('GET', `/api/pipelines/runs/${run}`)).body.workerHint;
    const { body } = await submit({ spec: spec({ name: 'filed', steps }), draft: true, file: '/home/me/my flows/it.ts' });
    assert.equal(await hintOf(body.run), "perdura pipeline worker '/home/me/my flows/it.ts'");
    const { data: clone } = await server.call('tasks.clone', { task: body.run });
    assert.equal(await hintOf(clone.id), "perdura pipeline worker '/home/me/my flows/it.ts'");
    const { body: bare } = await submit({ spec: spec({ name: 'bare', steps }), draft: true });
    assert.equal(await hintOf(bare.run), 'perdura pipeline worker FILE');
  });

  it('are listed with the tags of their project and of their newest run', async () => {
    const tagged = async (tags: string[]) => submit({ spec: spec({ name: 'tagged', tags }), draft: true });
    await tagged(['old']);
    const { body } = await tagged(['nightly', 'b']);
    const { data } = await server.call('tasks.get_by_id', { task: body.run });
    await server.call('projects.update', { project: data.task.project, tags: ['team', 'b'] });
    const { body: list } = await server.request('GET', '/api/pipelines');
    assert.deepEqual(list.pipelines.find(({ name }: any) => name === 'tagged').tags, ['b', 'nightly', 'team']);
  });

  it('come with a warning when the version stood for something else in the newest run of it, code included', async () => {
    const flow = (run: string, version = '1.0') =>
      submit({ spec: spec({ name: 'changing', version, steps: [{ name: 'f', kind: 'function', code: { run } }] }), draft: true });
    const { body: first } = await flow('a');
    assert.deepEqual(first.warnings, []);
    assert.deepEqual((await flow('a')).body.warnings, []);
    const { body: changed } = await flow('b');
    assert.match(
      changed.warnings[0],
      /^version 1\.0 had another definition in run \w+: step "f": the code of its function\. Give the changed one a version of its own$/,
    );
    assert.deepEqual((await flow('b')).body.warnings, [], 'it is said once');
    assert.deepEqual((await flow('c', '1.1')).body.warnings, []);
  });

  it('come with a warning when a step needs more GPUs than any agent of its queue has', async () => {
    const steps = [{ name: 'train', kind: 'task', base: { task: base }, gpus: 2 }];
    const { body } = await submit({ spec: spec({ name: 'wide', steps }), draft: true });
    assert.deepEqual(body.warnings, ['step "train": no agent that serves the queue "steps" has 2 GPUs; it will wait for one']);
  });

  it('take a base task by its project and name', async () => {
    const project = (await server.call('projects.create', { name: 'bases' })).data.id;
    await server.call('tasks.create', { name: 'train', project });
    const named = (name: string) =>
      submit({ spec: spec({ steps: [{ name: 'train', kind: 'task', base: { project: 'bases', name } }] }), draft: true });
    assert.equal((await named('train')).status, 200);
    const { status, body } = await named('gone');
    assert.deepEqual(
      [status, /"gone" in project "bases" does not exist/.test(body.error?.message)],
      [404, true],
      JSON.stringify(body),
    );
  });

  it('answer the first run to a second submission with the same key', async () => {
    const first = await submit({ idempotencyKey: 'k1' });
    const second = await submit({ idempotencyKey: 'k1' });
    assert.equal(first.body.run, second.body.run);
  });

  const refusals: [string, Record<string, unknown>, RegExp][] = [
    ['a cycle', { steps: [step('a', ['b']), step('b', ['a'])] }, /step "[ab]": depends on itself: . → . → ./],
    ['an unknown parent', { steps: [step('a', ['nobody'])] }, /step "a": parent "nobody" does not exist/],
    ['a name that occurs twice', { steps: [step('a'), step('a')] }, /step "a": there are two steps of this name/],
    [
      'a bad reference',
      { steps: [step('a', [], { 'Args/x': '${b.id}' })] },
      /step "a": refers to step "b", which does not exist/,
    ],
    [
      'an unknown pipeline parameter',
      { steps: [step('a', [], { 'Args/x': '${pipeline.no}' })] },
      /step "a": .*no such parameter/,
    ],
    ['an unknown queue', { steps: [{ ...step('a'), queue: 'nowhere' }] }, /step "a": queue nowhere does not exist/],
    ['an unknown base task', { steps: [{ ...step('a'), base: { task: 'gone' } }] }, /step "a": task gone does not exist/],
  ];
  function step(name: string, parents: string[] = [], parameters: Record<string, unknown> = {}) {
    return { name, kind: 'task', base: { code: 'print()', entryPoint: 'a.py' }, parents, parameters };
  }
  for (const [what, change, message] of refusals) {
    it(`refuse ${what}, and leave nothing behind`, async () => {
      const count = async () => JSON.stringify(await server.api.db.em.fork().execute('select count(*) from tasks'));
      const before = await count();
      const { status, body } = await submit({ spec: spec(change) });
      assert.ok(status >= 400 && status < 500);
      assert.match(body.error.message, message);
      assert.equal(await count(), before);
    });
  }

  it('refuse a value that is not of its parameter’s type', async () => {
    const { status, body } = await submit({ parameters: { lr: 'fast' } });
    assert.equal(status, 400);
    assert.match(body.error.message, /parameter "lr": "fast" is not of type number/);
  });

  it('list pipelines with their newest runs, and the runs of one', async () => {
    const { body } = await server.request('GET', '/api/pipelines');
    const [pipeline] = body.pipelines;
    assert.deepEqual(
      [pipeline.project, pipeline.name, pipeline.engine, pipeline.versions],
      ['demo', 'flow', 'perdura', ['1.2.0']],
    );
    const { body: list } = await server.request('GET', `/api/pipelines/${pipeline.id}/runs`);
    assert.equal(list.runs.length, pipeline.runs);
    assert.deepEqual(list.runs[0].steps, { pending: 2 });
  });

  it('read the runs of Python’s controller from the configuration that it writes', async () => {
    const { data: project } = await server.call('projects.create', {
      name: 'py/.pipelines/old one',
      system_tags: ['hidden', 'pipeline'],
    });
    const dag = {
      make: { parents: [], status: 'completed', executed: base, job_started: 1, job_ended: 2, queue: 'default', stage: null },
      use: { parents: ['make'], status: 'pending', executed: null, job_id: null },
    };
    const { data: run } = await server.call('tasks.create', {
      name: 'old one #4',
      type: 'controller',
      project: project.id,
      system_tags: ['pipeline'],
      configuration: { Pipeline: { name: 'Pipeline', type: 'dictionary', value: JSON.stringify(dag) } },
      hyperparams: { Args: { n: { section: 'Args', name: 'n', value: '5', type: 'int' } } },
      runtime: { version: '0.9' },
    });
    await server.call('tasks.started', { task: run.id });
    const { body: view } = await server.request('GET', `/api/pipelines/runs/${run.id}`);
    assert.deepEqual([view.engine, view.number, view.version, view.parameters], ['python', 4, '0.9', { n: 5 }]);
    assert.deepEqual(
      view.nodes.map((node: any) => [node.name, node.state, node.parents]),
      [
        ['make', 'completed', []],
        ['use', 'pending', ['make']],
      ],
    );
    assert.equal(view.workflowId, null);
    const { body: pipelines } = await server.request('GET', '/api/pipelines');
    assert.ok(pipelines.pipelines.some((each: any) => each.name === 'old one' && each.engine === 'python'));
  });
});
