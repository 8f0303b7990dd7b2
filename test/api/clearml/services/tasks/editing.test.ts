import assert from 'node:assert/strict';
import { TASK_TYPES } from '../../../../../api/clearml/schemas/task.ts';
import { startTestApi, type TestApi } from '../../../../support/api-server.ts';

describe('editing tasks', () => {
  let server: TestApi;
  let project: string;
  before(async () => {
    server = await startTestApi();
    project = (await server.call('projects.create', { name: 'editing' })).data.id;
  });
  after(() => server.release());

  async function newTask(fields: Record<string, unknown> = {}): Promise<string> {
    const { status, meta, data } = await server.call('tasks.create', { name: 'task', project, ...fields });
    assert.equal(status, 200, meta.result_msg);
    return data.id;
  }
  const document = async (task: string) => (await server.call('tasks.get_by_id', { task })).data.task;

  it('a new task is a draft of type training with every dictionary that clients reach into', async () => {
    const task = await document(await newTask());
    assert.deepEqual([task.status, task.type, task.last_iteration, task.comment], ['created', 'training', 0, '']);
    assert.deepEqual(
      [task.execution.artifacts, task.models, task.hyperparams, task.last_metrics],
      [[], { input: [], output: [] }, {}, {}],
    );
    assert.match(task.created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);
    assert.equal(task.last_update, task.last_change);
    assert.equal(task.started, undefined);
  });

  it('an unknown type is refused with a list of the twelve', async () => {
    const { status, meta } = await server.call('tasks.create', { name: 'x', project, type: 'nonsense' });
    assert.deepEqual([status, meta.result_subcode], [400, 12]);
    for (const type of TASK_TYPES) assert.ok(meta.result_msg.includes(type), meta.result_msg);
    assert.equal(TASK_TYPES.length, 12);
  });

  const REFUSED: [action: string, request: Record<string, unknown>, subcode: number, named: string][] = [
    ['tasks.create', { name: 'x', project: 'f'.repeat(32) }, 401, 'f'.repeat(32)],
    ['tasks.create', { name: 'x', parent: 'f'.repeat(32) }, 101, 'parent'],
    ['tasks.create', {}, 12, 'name'],
    ['tasks.create', { name: 7 }, 12, 'name'],
    ['tasks.validate', { name: 'x', hyperparams: { Args: { a: { value: 3 } } } }, 12, 'hyperparams'],
    ['tasks.edit', { task: 'f'.repeat(32), name: 'x' }, 101, 'f'.repeat(32)],
    ['tasks.edit', { name: 'x' }, 12, 'task'],
    ['tasks.get_by_id', { task: '' }, 12, 'task'],
  ];
  for (const [action, request, subcode, named] of REFUSED) {
    it(`${action} ${JSON.stringify(request).slice(0, 60)} is refused with 400/${subcode}`, async () => {
      const { status, meta } = await server.call(action, request);
      assert.deepEqual([status, meta.result_subcode], [400, subcode], meta.result_msg);
      assert.ok(meta.result_msg.includes(named), meta.result_msg);
    });
  }

  it('validates without making anything', async () => {
    assert.equal((await server.call('tasks.validate', { name: 'only validated', type: 'training' })).status, 200);
    assert.deepEqual((await server.call('tasks.get_all', { name: 'only validated' })).data.tasks, []);
  });

  it('replaces what is given whole, merges script and output, and keeps artifacts that are not given', async () => {
    const task = await newTask({ script: { repository: 'r', branch: 'main' }, hyperparams: { A: { x: { value: '1' } } } });
    await server.call('tasks.add_or_update_artifacts', { task, artifacts: [{ key: 'a', type: 'str' }] });
    await server.call('tasks.edit', {
      task,
      script: { branch: 'dev', diff: 'a\r\n\n' },
      hyperparams: { B: { y: { value: '2', type: 'int' } } },
      execution: { model_labels: { cat: 1 } },
      output_dest: 's3://there',
      tags: ['b', 'a', 'b'],
    });
    const edited = await document(task);
    assert.deepEqual(edited.script, { repository: 'r', branch: 'dev', diff: 'a\r\n\n' });
    assert.deepEqual(edited.hyperparams, { B: { y: { section: 'B', name: 'y', value: '2', type: 'int' } } });
    assert.deepEqual(edited.execution.artifacts, [{ key: 'a', mode: 'output', type: 'str' }]);
    assert.deepEqual(edited.execution.model_labels, { cat: 1 });
    assert.deepEqual([edited.output.destination, edited.tags], ['s3://there', ['a', 'b']]);
  });

  it('a task that is no draft is edited only with force, and described at any time', async () => {
    const task = await newTask();
    await server.call('tasks.started', { task });
    assert.equal((await server.call('tasks.edit', { task, name: 'no' })).meta.result_subcode, 110);
    assert.equal((await document(task)).name, 'task');
    assert.equal((await server.call('tasks.edit', { task, name: 'forced', force: true })).data.updated, 1);
    const { data } = await server.call('tasks.update', { task, tags: ['t'], comment: 'c' });
    assert.deepEqual([data.fields.tags, data.fields.last_update], [['t'], undefined]);
    assert.deepEqual([(await document(task)).name, (await document(task)).comment], ['forced', 'c']);
  });

  it('names of sections, parameters and keys may hold any character', async () => {
    const odd = 'a.b/c $d"\'\\ ü😀';
    const task = await newTask({
      hyperparams: { [odd]: { [odd]: { value: odd } } },
      configuration: { [odd]: { value: '{}' } },
      runtime: { [odd]: { [odd]: [1, null, 'x'] } },
    });
    const stored = await document(task);
    assert.equal(stored.hyperparams[odd][odd].value, odd);
    assert.equal(stored.configuration[odd].name, odd);
    assert.deepEqual(stored.runtime[odd], { [odd]: [1, null, 'x'] });
  });

  it('NUL and halves of surrogate pairs are stored as U+FFFD', async () => {
    const task = await newTask({ comment: 'a\0b', runtime: { '\0': '\ud800' } });
    const stored = await document(task);
    assert.deepEqual([stored.comment, stored.runtime], ['a\ufffdb', { '\ufffd': '\ufffd' }]);
  });

  it('parameters are set, replaced by section or whole, and deleted', async () => {
    const task = await newTask();
    const set = (items: object[], replace?: string) =>
      server.call('tasks.edit_hyper_params', { task, hyperparams: items, replace_hyperparams: replace });
    const parameters = async () => {
      const { hyperparams } = await document(task);
      return Object.fromEntries(
        Object.entries<object>(hyperparams).map(([section, own]) => [section, Object.keys(own).toSorted()]),
      );
    };
    await set([
      { section: 'A', name: 'x', value: '1' },
      { section: 'A', name: 'y', value: '2' },
      { section: 'B', name: 'z', value: '3' },
    ]);
    assert.deepEqual(await parameters(), { A: ['x', 'y'], B: ['z'] });
    await set([{ section: 'A', name: 'n', value: '1' }], 'section');
    assert.deepEqual(await parameters(), { A: ['n'], B: ['z'] });
    await server.call('tasks.delete_hyper_params', { task, hyperparams: [{ section: 'B', name: 'z' }] });
    assert.deepEqual(await parameters(), { A: ['n'] });
    await set([{ section: 'C', name: 'c', value: '1' }], 'all');
    assert.deepEqual(await parameters(), { C: ['c'] });
    await server.call('tasks.delete_hyper_params', { task, hyperparams: [{ section: 'C' }] });
    assert.deepEqual(await parameters(), {});
  });

  it('parameters of a task that is no draft are closed, its properties open', async () => {
    const task = await newTask();
    await server.call('tasks.started', { task });
    const edit = (section: string) =>
      server.call('tasks.edit_hyper_params', { task, hyperparams: [{ section, name: 'n', value: 'v' }] });
    assert.equal((await edit('Args')).meta.result_subcode, 110);
    assert.equal((await edit('properties')).status, 200);
    const { data } = await server.call('tasks.get_hyper_params', { tasks: [task] });
    assert.deepEqual(data.params, [{ task, hyperparams: [{ section: 'properties', name: 'n', value: 'v' }] }]);
  });

  it('edits of one part at one moment all take effect', async () => {
    const task = await newTask();
    await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        server.call('tasks.add_or_update_artifacts', { task, artifacts: [{ key: `k${i}`, type: 'str' }] }),
      ),
    );
    assert.equal((await document(task)).execution.artifacts.length, 10);
  });

  it('configuration objects are set, named, read and deleted', async () => {
    const task = await newTask();
    await server.call('tasks.edit_configuration', {
      task,
      configuration: [
        { name: 'a', value: '1' },
        { name: 'b', value: '' },
      ],
    });
    const names = async (skip: boolean) =>
      (await server.call('tasks.get_configuration_names', { tasks: [task], skip_empty: skip })).data.configurations[0].names;
    assert.deepEqual([await names(true), await names(false)], [['a'], ['a', 'b']]);
    const { data } = await server.call('tasks.get_configurations', { tasks: [task], names: ['a'] });
    assert.deepEqual(data.configurations, [{ task, configuration: [{ name: 'a', value: '1' }] }]);
    await server.call('tasks.edit_configuration', {
      task,
      configuration: [{ name: 'c', value: '1' }],
      replace_configuration: true,
    });
    await server.call('tasks.delete_configuration', { task, configuration: ['c'] });
    assert.deepEqual(await names(false), []);
  });

  it('artifacts are kept by key and mode, and go by them', async () => {
    const task = await newTask();
    const put = (artifact: object) => server.call('tasks.add_or_update_artifacts', { task, artifacts: [artifact] });
    await put({ key: 'k', type: 'a', uri: '1' });
    await put({ key: 'k', type: 'b', uri: '2' });
    await put({ key: 'k', mode: 'input', type: 'c' });
    const keys = async () => (await document(task)).execution.artifacts.map((artifact: any) => [artifact.mode, artifact.type]);
    assert.deepEqual(await keys(), [
      ['output', 'b'],
      ['input', 'c'],
    ]);
    await server.call('tasks.delete_artifacts', { task, artifacts: [{ key: 'k' }] });
    assert.deepEqual(await keys(), [['input', 'c']]);
    await server.call('tasks.completed', { task, force: true });
    assert.equal((await put({ key: 'n', type: 'a' })).meta.result_subcode, 110);
  });

  it('models are linked under a name, once on each side, and unlinked', async () => {
    const task = await newTask();
    const make = async (name: string) => (await server.call('models.create', { name, uri: 'u', project })).data.id;
    const [first, second] = [await make('first'), await make('second')];
    const link = (model: string, type: string) =>
      server.call('tasks.add_or_update_model', { task, name: 'm', model, type, iteration: 7 });
    await link(first, 'output');
    await link(second, 'output');
    await link(first, 'input');
    const linked = await document(task);
    assert.deepEqual(linked.models, { input: [{ name: 'm', model: first }], output: [{ name: 'm', model: second }] });
    assert.equal(linked.last_iteration, 7);
    assert.equal((await link('f'.repeat(32), 'output')).meta.result_subcode, 201);
    await server.call('tasks.delete_models', { task, models: [{ name: 'm', type: 'output' }] });
    assert.deepEqual((await document(task)).models.output, []);
    assert.deepEqual((await server.call('tasks.get_all', { 'models.input.model': [first] })).data.tasks.length, 1);
  });

  it('packages are texts or lists', async () => {
    const task = await newTask({ script: { repository: 'r' } });
    const requirements = { pip: ['a==1'], org_pip: 'a', conda: '' };
    assert.equal((await server.call('tasks.set_requirements', { task, requirements })).data.updated, 1);
    assert.deepEqual((await document(task)).script, { repository: 'r', requirements });
  });

  it('a ping says that it lives, and changes nothing else', async () => {
    const task = await newTask();
    const before = await document(task);
    assert.equal((await server.call('tasks.ping', { task })).status, 200);
    const after = await document(task);
    assert.ok(after.last_update > before.last_update);
    assert.deepEqual({ ...after, last_update: '' }, { ...before, last_update: '' });
    assert.equal((await server.call('tasks.ping', { task: 'f'.repeat(32) })).meta.result_subcode, 101);
  });

  it('the types in use, tags added and removed, the archive', async () => {
    const task = await newTask({ type: 'qc' });
    assert.ok((await server.call('tasks.get_types', { projects: [project] })).data.types.includes('qc'));
    await server.call('tasks.update_tags', { ids: [task], add_tags: ['x', 'y'], remove_tags: ['x'] });
    assert.deepEqual((await document(task)).tags, ['y']);
    const { data } = await server.call('tasks.archive_many', { ids: [task, 'f'.repeat(32)] });
    assert.deepEqual([data.succeeded, data.failed[0].error.codes], [[{ id: task, archived: true }], [400, 101]]);
    assert.deepEqual((await document(task)).system_tags, ['archived']);
    await server.call('tasks.unarchive_many', { ids: [task] });
    assert.deepEqual((await document(task)).system_tags, []);
  });

  it('tasks move into a project that is made for them', async () => {
    const task = await newTask();
    const { data } = await server.call('tasks.move', { ids: [task], project_name: 'moved/here' });
    assert.equal((await document(task)).project, data.project_id);
    assert.equal((await server.call('tasks.move', { ids: [task] })).meta.result_subcode, 12);
  });
});
