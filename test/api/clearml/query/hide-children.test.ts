import assert from 'node:assert/strict';
import { startTestApi, type TestApi } from '../../../support/api-server.ts';

describe('tasks.get_all_ex without what tools made', () => {
  let server: TestApi;
  let project: string;
  before(async () => {
    server = await startTestApi();
    project = (await server.call('projects.create', { name: 'vision' })).data.id;
  });
  after(() => server.release());

  const create = async (name: string, more: object = {}): Promise<string> =>
    (await server.call('tasks.create', { name, project, type: 'training', ...more })).data.id;
  const names = async (request: object): Promise<string[]> => {
    const { data } = await server.call('tasks.get_all_ex', { only_fields: ['name'], ...request });
    return data.tasks.map(({ name }: { name: string }) => name).sort();
  };

  it('leaves out steps, trials and hidden projects, and keeps what people made of them', async () => {
    const { data: hidden } = await server.call('projects.create', { name: 'vision/.tools', system_tags: ['hidden'] });
    await create('in a hidden project', { project: hidden.id });
    const pipeline = await create('pipeline', { type: 'controller', system_tags: ['pipeline'] });
    await create('step', { parent: pipeline });
    await create('copy of the pipeline', { type: 'controller', system_tags: ['pipeline'], parent: pipeline });
    const sweep = await create('sweep', { type: 'optimizer' });
    await create('trial', { parent: sweep });
    const base = await create('base');
    await create('copy of base', { parent: base });

    const kept = ['base', 'copy of base', 'copy of the pipeline', 'pipeline', 'sweep'];
    assert.deepEqual(await names({ hide_children: true }), kept);
    assert.deepEqual(await names({ hide_children: true, project: [project] }), kept);
    assert.deepEqual(await names({}), [...kept, 'in a hidden project', 'step', 'trial'].sort());
  });
});
