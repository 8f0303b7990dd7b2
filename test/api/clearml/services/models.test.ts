import assert from 'node:assert/strict';
import { startTestApi, type TestApi } from '../../../support/api-server.ts';

describe('models', () => {
  let server: TestApi;
  let project: string;
  let task: string;
  before(async () => {
    server = await startTestApi();
    project = (await server.call('projects.create', { name: 'models' })).data.id;
    task = (await server.call('tasks.create', { name: 'maker', project })).data.id;
  });
  after(() => server.release());

  const create = async (fields: object = {}): Promise<string> =>
    (await server.call('models.create', { name: 'model', uri: 'http://files/uploading_file', project, labels: {}, ...fields }))
      .data.id;
  const document = async (model: string) => (await server.call('models.get_by_id', { model })).data.model;

  it('are made and edited field by field', async () => {
    const model = await create();
    const { data } = await server.call('models.edit', {
      model,
      task,
      design: { design: 'x = 1' },
      labels: { cat: 1 },
      framework: 'PyTorch',
      uri: 'http://files/m.pt',
      tags: ['b', 'a'],
      iteration: 9,
    });
    assert.deepEqual([data.updated, data.fields.framework], [1, 'PyTorch']);
    const edited = await document(model);
    assert.deepEqual(
      [edited.task, edited.design, edited.labels, edited.tags],
      [task, { design: 'x = 1' }, { cat: 1 }, ['a', 'b']],
    );
    assert.deepEqual([edited.ready, edited.last_iteration, edited.uri], [false, 9, 'http://files/m.pt']);
    assert.ok(edited.last_update && edited.last_change);
    assert.deepEqual((await server.call('models.get_frameworks')).data.frameworks, ['PyTorch']);
    assert.equal((await server.call('models.get_by_task_id', { task })).data.model.id, model);
  });

  it('are found by what they have', async () => {
    const model = await create({ name: 'findable', tags: ['t'], task, metadata: [{ key: 'a.b', type: 'str', value: 'v' }] });
    for (const request of [
      { task: [task], name: '^find' },
      { uri: ['http://files/uploading_file'], tags: ['t'] },
      { ready: false, name: 'findable' },
      { 'metadata.a.b.value': ['v'] },
    ]) {
      const { data } = await server.call('models.get_all', { ...request, only_fields: ['id', 'uri'] });
      assert.deepEqual(data.models, [{ id: model, uri: 'http://files/uploading_file' }], JSON.stringify(request));
    }
    const { data } = await server.call('models.get_all_ex', { id: [model] });
    assert.deepEqual(
      [data.models[0].task, data.models[0].project],
      [
        { id: task, name: 'maker' },
        { id: project, name: 'models' },
      ],
    );
  });

  it('metadata is a list going in and a dictionary coming out', async () => {
    const model = await create();
    await server.call('models.add_or_update_metadata', {
      model,
      metadata: [{ key: 'a', type: 'int', value: '1' }, { key: 'b' }],
    });
    assert.deepEqual((await document(model)).metadata, { a: { key: 'a', type: 'int', value: '1' }, b: { key: 'b' } });
    await server.call('models.delete_metadata', { model, keys: ['b'] });
    await server.call('models.add_or_update_metadata', { model, metadata: [{ key: 'c', value: '2' }] });
    assert.deepEqual(Object.keys((await document(model)).metadata), ['a', 'c']);
    await server.call('models.add_or_update_metadata', { model, metadata: [{ key: 'd' }], replace_metadata: true });
    assert.deepEqual(Object.keys((await document(model)).metadata), ['d']);
  });

  it('are published once, with the task that made them on request', async () => {
    const maker = (await server.call('tasks.create', { name: 'maker', project })).data.id;
    await server.call('tasks.completed', { task: maker, force: true });
    const model = await create({ task: maker });
    const { data } = await server.call('models.set_ready', { model, publish_task: true });
    assert.deepEqual([data.updated, data.published_task.id, data.published_task.data.fields.status], [1, maker, 'published']);
    assert.equal((await document(model)).ready, true);
    assert.equal((await server.call('models.set_ready', { model })).meta.result_subcode, 202);
  });

  it('that are published or used are deleted only with force, and then their links too', async () => {
    const [published, used] = [await create({ ready: true }), await create()];
    const user = (await server.call('tasks.create', { name: 'user', project, models: { input: [{ name: 'm', model: used }] } }))
      .data.id;
    assert.equal((await server.call('models.delete', { model: published })).meta.result_subcode, 202);
    assert.equal((await server.call('models.delete', { model: used })).meta.result_subcode, 203);
    const { data } = await server.call('models.delete_many', { ids: [published, used], force: true });
    assert.deepEqual(
      data.succeeded.map((one: any) => one.deleted),
      [true, true],
    );
    assert.deepEqual((await server.call('tasks.get_by_id', { task: user })).data.task.models, { input: [], output: [] });
    assert.equal((await server.call('models.get_by_id', { model: used })).meta.result_subcode, 201);
  });

  it('are archived, tagged and moved', async () => {
    const model = await create();
    await server.call('models.archive_many', { ids: [model] });
    assert.deepEqual((await document(model)).system_tags, ['archived']);
    await server.call('models.unarchive_many', { ids: [model] });
    await server.call('models.update_tags', { ids: [model], add_tags: ['x'] });
    const { data } = await server.call('models.move', { ids: [model], project_name: 'elsewhere' });
    const moved = await document(model);
    assert.deepEqual([moved.system_tags, moved.tags, moved.project], [[], ['x'], data.project_id]);
  });

  it('that do not exist are told by subcode 201', async () => {
    const model = 'f'.repeat(32);
    for (const [action, request] of [
      ['get_by_id', { model }],
      ['edit', { model, name: 'x' }],
      ['delete', { model }],
      ['set_ready', { model }],
      ['add_or_update_metadata', { model, metadata: [] }],
    ] as const) {
      assert.equal((await server.call(`models.${action}`, request)).meta.result_subcode, 201, action);
    }
  });
});
