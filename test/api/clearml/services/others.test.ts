import assert from 'node:assert/strict';
import { startTestApi, type TestApi } from '../../../support/api-server.ts';

describe('users, organization and server', () => {
  let server: TestApi;
  before(async () => {
    server = await startTestApi();
  });
  after(() => server.release());

  it('tell who calls', async () => {
    const { data } = await server.call('users.get_current_user', { get_supported_features: true });
    assert.deepEqual([data.user.name, data.user.role, data.settings.max_download_items], ['Administrator', 'admin', 50_000]);
    const users = (await server.call('users.get_all_ex', { name: 'Admin' })).data.users;
    assert.deepEqual([users[0].id, Object.keys(users[0].company)], [data.user.id, ['id']]);
    assert.equal((await server.call('users.get_by_id', { user: data.user.id })).data.user.name, 'Administrator');
  });

  it('never show a password', async () => {
    const { data } = await server.call('users.get_all', {});
    assert.ok(!JSON.stringify(data).includes('argon2'));
  });

  it('keep preferences, merging dictionaries', async () => {
    await server.call('users.set_preferences', { preferences: { a: { b: 1 }, c: [1] } });
    await server.call('users.set_preferences', { preferences: { a: { d: 2 }, c: [2] } });
    assert.deepEqual((await server.call('users.get_preferences')).data.preferences, { a: { b: 1, d: 2 }, c: [2] });
  });

  it('gather the tags of everything', async () => {
    const project = (await server.call('projects.create', { name: 'tagged', tags: ['of project'] })).data.id;
    await server.call('tasks.create', { name: 'x', project, tags: ['of task'], system_tags: ['special'] });
    await server.call('models.create', { name: 'x', uri: '', project, tags: ['of model'] });
    const { data } = await server.call('organization.get_tags', { include_system: true });
    assert.deepEqual(data, { tags: ['of model', 'of project', 'of task'], system_tags: ['special'] });
    const companies = (await server.call('organization.get_user_companies')).data.companies;
    assert.deepEqual(
      companies[0].owners.map((owner: any) => owner.name),
      ['Administrator'],
    );
  });

  it('tell the versions that the token tells', async () => {
    const { data } = await server.call('server.info');
    const { token } = (await server.call('auth.login')).data;
    const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
    assert.deepEqual([data.api_version, data.version], [claims.api_version, claims.server_version]);
  });

  it('say how to log in to somebody who has not', async () => {
    const response = await fetch(`${server.url}/login.supported_modes`, { method: 'POST' });
    const { data } = (await response.json()) as any;
    assert.deepEqual([response.status, data.authenticated, data.basic.enabled], [200, false, true]);
  });

  it('count what they are asked to show or to hide', async () => {
    const project = (await server.call('projects.create', { name: 'seen by all' })).data.id;
    for (const action of ['make_public', 'make_private'])
      assert.deepEqual((await server.call(`projects.${action}`, { ids: [project, 'f'.repeat(32)] })).data, { updated: 1 });
  });

  it('answer what they do not keep with nothing', async () => {
    assert.deepEqual((await server.call('reports.get_all_ex')).data, { tasks: [] });
    assert.deepEqual((await server.call('storage.get_settings')).data.settings.aws.buckets, []);
  });
});
