import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { startTestApi, type TestApi } from '../../../support/api-server.ts';

describe('projects', () => {
  let server: TestApi;
  before(async () => {
    server = await startTestApi();
  });
  after(() => server.release());

  const create = async (name: string, fields: object = {}): Promise<string> =>
    (await server.call('projects.create', { name, ...fields })).data.id;
  const document = async (project: string) => (await server.call('projects.get_by_id', { project })).data.project;
  const namesLike = async (name: string, request: object = {}): Promise<string[]> =>
    (await server.call('projects.get_all', { name, order_by: ['name'], ...request })).data.projects.map((one: any) => one.name);
  const newTask = async (project: string, fields: object = {}): Promise<string> =>
    (await server.call('tasks.create', { name: 'task', project, ...fields })).data.id;

  it('are made with those above them', async () => {
    const id = await create('one/two/three');
    const [one, two, three] = [await namesLike('^one'), await document(id), await document((await document(id)).parent)];
    assert.deepEqual(one, ['one', 'one/two', 'one/two/three']);
    assert.deepEqual([two.basename, two.path.length, three.name], ['three', 2, 'one/two']);
    assert.equal((await document(three.parent)).parent, undefined);
  });

  it('of one name are made once, however many ask at one moment, and each finds it by asking again', async () => {
    const name = 'parallel/new path';
    const ids = await Promise.all(
      Array.from({ length: 20 }, async () => {
        for (let round = 0; round < 2; round += 1) {
          const found = await server.call('projects.get_all', {
            name: '^parallel/new\\ path$',
            only_fields: ['id'],
            search_hidden: true,
          });
          if (found.data.projects.length > 0) return found.data.projects[0].id;
          const created = await server.call('projects.create', { name, description: '' });
          if (created.status === 200) return created.data.id;
          assert.deepEqual([created.status, created.meta.result_subcode], [400, 801]);
        }
        assert.fail('not found after it was refused as existing');
      }),
    );
    assert.equal(new Set(ids).size, 1);
    assert.deepEqual(await namesLike('^parallel'), ['parallel', name]);
  });

  it('a name without a part is refused, and blanks around parts are dropped', async () => {
    assert.equal((await server.call('projects.create', { name: ' / ' })).meta.result_subcode, 12);
    assert.equal((await document(await create(' blanks / around/'))).name, 'blanks/around');
  });

  it('a name of more than 512 characters is refused, also one that those below would get', async () => {
    const part = randomBytes(150).toString('hex');
    const long = `${part}/${part}`;
    assert.match((await server.call('projects.create', { name: long })).meta.result_msg, /512 characters, not 601/);
    const { parent } = await document(await create(`short/${part}`));
    const renamed = await server.call('projects.update', { project: parent, name: part });
    assert.deepEqual([renamed.status, renamed.meta.result_subcode], [400, 12]);
    assert.match(renamed.meta.result_msg, /512 characters, not 601/);
  });

  it('that are hidden are left out of a search, not of a look by id', async () => {
    const id = await create('shown/.hidden', { system_tags: ['hidden', 'dataset'] });
    assert.deepEqual(await namesLike('^shown'), ['shown']);
    assert.deepEqual(await namesLike('^shown', { search_hidden: true }), ['shown', 'shown/.hidden']);
    const { data } = await server.call('projects.get_all', { id: [id] });
    assert.deepEqual(data.projects[0].system_tags, ['dataset', 'hidden']);
  });

  it('are searched at the top, below some, or right below them', async () => {
    const top = await create('levels');
    await create('levels/a/b');
    assert.deepEqual(await namesLike('levels', { shallow_search: true }), ['levels']);
    assert.deepEqual(await namesLike('', { parent: [top] }), ['levels/a', 'levels/a/b']);
    assert.deepEqual(await namesLike('', { parent: [top], shallow_search: true }), ['levels/a']);
    assert.deepEqual(
      (await server.call('projects.get_all', { basename: '^b$' })).data.projects.map((one: any) => one.name),
      ['levels/a/b'],
    );
  });

  it('a rename takes those below along, and is refused for a name in use', async () => {
    const id = await create('old');
    await create('old/child');
    await create('older');
    const { data } = await server.call('projects.update', { project: id, name: 'new/place', tags: ['t'] });
    assert.deepEqual(data.fields, { name: 'new/place', tags: ['t'] });
    assert.deepEqual(await namesLike('^(old|new)'), ['new', 'new/place', 'new/place/child', 'older']);
    assert.equal((await server.call('projects.update', { project: id, name: 'older' })).meta.result_subcode, 801);
    assert.equal((await server.call('projects.update', { project: id, name: 'new/place/below' })).meta.result_subcode, 12);
  });

  it('move with those below them, also to the top', async () => {
    const id = await create('from/mover');
    await create('from/mover/child');
    assert.deepEqual((await server.call('projects.move', { project: id, new_location: 'to' })).data, { moved: 2 });
    assert.deepEqual(await namesLike('mover'), ['to/mover', 'to/mover/child']);
    await server.call('projects.move', { project: id, new_location: '' });
    assert.deepEqual(await namesLike('mover'), ['mover', 'mover/child']);
  });

  it('a merge moves tasks, models and children, and deletes the source', async () => {
    const [source, target] = [await create('source'), await create('target')];
    await create('source/child');
    const task = await newTask(source);
    const { data } = await server.call('projects.merge', { project: source, destination_project: target });
    assert.deepEqual(data, { moved_entities: 1, moved_projects: 1 });
    assert.equal((await server.call('tasks.get_by_id', { task })).data.task.project, target);
    assert.deepEqual(await namesLike('^(source|target)'), ['target', 'target/child']);
  });

  it('with contents are deleted by force: contents go too, or lose their project', async () => {
    const first = await create('doomed');
    const task = await newTask(await create('doomed/below'));
    assert.equal((await server.call('projects.delete', { project: first })).meta.result_subcode, 402);
    assert.deepEqual((await server.call('projects.validate_delete', { project: first })).data.tasks, 1);
    const kept = await server.call('projects.delete', { project: first, force: true });
    assert.deepEqual([kept.data.deleted, kept.data.disassociated_tasks, kept.data.deleted_tasks], [2, 1, 0]);
    assert.equal((await server.call('tasks.get_by_id', { task })).data.task.project, undefined);
    const second = await create('doomed');
    const other = await newTask(second);
    const emptied = await server.call('projects.delete', { project: second, force: true, delete_contents: true });
    assert.deepEqual([emptied.data.deleted, emptied.data.deleted_tasks], [1, 1]);
    assert.equal((await server.call('tasks.get_by_id', { task: other })).meta.result_subcode, 101);
  });

  it('tell what their tasks hold', async () => {
    const project = await create('facts/deep');
    const parent = await newTask(project, { tags: ['b', 'a'], hyperparams: { Args: { lr: { value: '1' } } } });
    await newTask(project, {
      parent,
      system_tags: ['special'],
      hyperparams: { Args: { lr: { value: '2' } }, A: { z: { value: '' } } },
    });
    const top = (await document(project)).parent;
    const ask = async (action: string, request: object) => (await server.call(`projects.${action}`, request)).data;
    assert.deepEqual(await ask('get_task_tags', { projects: [top], include_system: true }), {
      tags: ['a', 'b'],
      system_tags: ['special'],
    });
    assert.deepEqual(await ask('get_hyper_parameters', { project: top, page: 0, page_size: 1 }), {
      parameters: [{ section: 'A', name: 'z' }],
      total: 2,
      remaining: 1,
    });
    const values = { projects: [top], section: 'Args', name: 'lr' };
    assert.deepEqual(await ask('get_hyperparam_values', values), { total: 2, values: ['1', '2'] });
    assert.deepEqual(await ask('get_hyperparam_values', { ...values, include_subprojects: false }), { total: 0, values: [] });
    assert.deepEqual((await ask('get_task_parents', { projects: [top] })).parents[0].project, {
      id: project,
      name: 'facts/deep',
    });
    assert.deepEqual((await ask('get_user_names', { projects: [top] })).users[0].name, 'Administrator');
    assert.deepEqual(await ask('get_unique_metric_variants', { project }), { metrics: [] });
    assert.deepEqual(await ask('get_model_tags', {}), { tags: [] });
  });

  it('with numbers on what they hold', async () => {
    const top = await create('numbers');
    const below = await create('numbers/below');
    const task = await newTask(below);
    await server.call('tasks.started', { task });
    await server.call('tasks.completed', { task });
    await newTask(top, { system_tags: ['archived'] });
    const { data } = await server.call('projects.get_all_ex', { id: [top], include_stats: true, check_own_contents: true });
    const [project] = data.projects;
    assert.deepEqual(
      [project.own_tasks, project.own_models, project.sub_projects],
      [1, 0, [{ id: below, name: 'numbers/below' }]],
    );
    assert.deepEqual(
      [project.stats.active.total_tasks, project.stats.active.status_count.completed, project.stats.active.completed_tasks_24h],
      [1, 1, 1],
    );
    assert.equal(project.stats.archived.total_tasks, 1);
    assert.deepEqual(Object.keys(project.company), ['id']);
  });
});
