import assert from 'node:assert/strict';
import { startTestApi, type TestApi } from '../../support/api-server.ts';
import { openBrowser } from '../../support/browser.ts';

describe('users', () => {
  let server: TestApi;
  before(async () => {
    server = await startTestApi();
  });
  after(() => server.release());

  const addUser = async (username: string, over: object = {}): Promise<any> =>
    server.request('POST', '/api/users', { username, password: `${username}-password`, ...over });
  async function logIn(username: string) {
    const browser = openBrowser();
    const { status } = await browser.call('POST', `${server.url}/api/login`, {
      body: { username, password: `${username}-password` },
    });
    return {
      status,
      call: (method: string, path: string, body?: unknown) => browser.call(method, `${server.url}${path}`, { body }),
    };
  }

  it('are added by an administrator and can log in', async () => {
    const { status, body } = await addUser('anna', { name: 'Anna' });
    assert.equal(status, 200);
    assert.deepEqual([body.user.username, body.user.name, body.user.role], ['anna', 'Anna', 'user']);
    assert.equal((await logIn('anna')).status, 200);
    const { body: list } = await server.request('GET', '/api/users');
    assert.ok(list.users.every((user: any) => !('password_hash' in user)));
  });

  it('have unique user names and passwords of a decent length', async () => {
    await addUser('bert');
    assert.deepEqual([(await addUser('bert')).status, (await addUser('b rt')).status], [409, 400]);
    const short = await addUser('berta', { password: 'short' });
    assert.deepEqual([short.status, short.body.error.field], [400, 'password']);
  });

  it('are no business of other users', async () => {
    await addUser('carl');
    const { call } = await logIn('carl');
    for (const [method, path, body] of [
      ['GET', '/api/users', undefined],
      ['POST', '/api/users', { username: 'x', password: 'xxxxxxxx' }],
      ['PATCH', '/api/users/carl', { role: 'admin' }],
    ] as const)
      assert.equal((await call(method, path, body)).status, 403, `${method} ${path}`);
  });

  it('lose sessions, tokens and credentials when they are disabled, and may come back without them', async () => {
    const { body } = await addUser('dora');
    const { call } = await logIn('dora');
    const keys = (await call('POST', '/api/credentials', { label: '' })).body;
    const basic = { Authorization: `Basic ${btoa(`${keys.accessKey}:${keys.secretKey}`)}` };
    const { data } = (await (await fetch(`${server.url}/auth.login`, { headers: basic })).json()) as any;
    const statuses = async () => [
      (await call('GET', '/api/me')).status,
      (await fetch(`${server.url}/api/me`, { headers: basic })).status,
      (await fetch(`${server.url}/api/me`, { headers: { Authorization: `Bearer ${data.token}` } })).status,
      (await logIn('dora')).status,
    ];
    assert.deepEqual(await statuses(), [200, 200, 200, 200]);
    await server.request('PATCH', `/api/users/${body.user.id}`, { disabled: true });
    assert.deepEqual(await statuses(), [401, 401, 401, 401]);
    await server.request('PATCH', `/api/users/${body.user.id}`, { disabled: false });
    assert.deepEqual(await statuses(), [401, 401, 401, 200]);
  });

  it('can be given another password, which ends their sessions', async () => {
    const { body } = await addUser('emil');
    const { call } = await logIn('emil');
    await server.request('PATCH', `/api/users/${body.user.id}`, { password: 'another-password' });
    assert.equal((await call('GET', '/api/me')).status, 401);
  });

  it('always have an administrator among them', async () => {
    const { body: list } = await server.request('GET', '/api/users');
    const admin = list.users.find((user: any) => user.username === 'admin');
    for (const change of [{ disabled: true }, { role: 'user' }]) {
      const { status, body } = await server.request('PATCH', `/api/users/${admin.id}`, change);
      assert.deepEqual([status, body.error.code], [409, 'conflict']);
    }
    const { data } = await server.call('auth.edit_user', { user: admin.id, role: 'user' });
    assert.deepEqual(data, {});
  });

  it('have roles that an administrator changes', async () => {
    const { body } = await addUser('fritz');
    await server.request('PATCH', `/api/users/${body.user.id}`, { role: 'admin' });
    assert.equal((await (await logIn('fritz')).call('GET', '/api/users')).status, 200);
    const { data } = await server.call('auth.edit_user', { user: body.user.id, role: 'user' });
    assert.deepEqual(data, { updated: 1, fields: { role: 'user' } });
    assert.equal((await server.request('PATCH', '/api/users/nobody', { role: 'user' })).status, 404);
  });
});
