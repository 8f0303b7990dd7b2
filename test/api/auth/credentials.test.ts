import assert from 'node:assert/strict';
import { bootstrap } from '../../../api/bootstrap.ts';
import { startTestApi, type TestApi } from '../../support/api-server.ts';

describe('application credentials', () => {
  let server: TestApi;
  before(async () => {
    server = await startTestApi();
  });
  after(() => server.release());

  const as = async (authorization: string, path: string, body?: object) => {
    const response = await fetch(`${server.url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { Authorization: authorization, 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as any };
  };
  const basic = ({ accessKey, secretKey }: { accessKey: string; secretKey: string }) =>
    `Basic ${btoa(`${accessKey}:${secretKey}`)}`;
  const create = async (label = '') => (await server.request('POST', '/api/credentials', { label })).body;

  it('let their owner in by Basic authentication and by a token made with them', async () => {
    const created = await create('laptop');
    assert.match(created.accessKey, /^[A-Z0-9]{20}$/);
    assert.ok(created.secretKey.length >= 48, created.secretKey);
    const login = await as(basic(created), '/auth.login');
    assert.equal(login.status, 200);
    const me = await as(`Bearer ${login.body.data.token}`, '/api/me');
    assert.equal(me.body.user.username, 'admin');
  });

  it('are refused when they hold what no database can', async () => {
    for (const [accessKey, secretKey] of [
      ['TEST\0KEY', 'x'],
      ['TESTKEY', 'test\0'],
      ['', ''],
      [`${'K'.repeat(5000)}`, ':::'],
    ] as const)
      for (const path of ['/auth.login', '/api/me']) assert.equal((await as(basic({ accessKey, secretKey }), path)).status, 401);
  });

  it('show their secret once: it is neither listed nor stored', async () => {
    const { accessKey, secretKey } = await create('once');
    const { body } = await server.request('GET', '/api/credentials');
    const listed = body.credentials.find((credential: any) => credential.accessKey === accessKey);
    assert.deepEqual(Object.keys(listed).sort(), ['accessKey', 'created', 'label', 'lastUsed', 'lastUsedFrom', 'madeFor']);
    const rows = await server.api.db.em.fork().execute('select * from credentials');
    assert.ok(!JSON.stringify(rows).includes(secretKey));
  });

  it('tell when and from where they were last used, right secrets only', async () => {
    const created = await create('used');
    const view = async () =>
      (await server.request('GET', '/api/credentials')).body.credentials.find((c: any) => c.accessKey === created.accessKey);
    await as(basic({ ...created, secretKey: 'wrong' }), '/api/me');
    assert.equal((await view()).lastUsed, null);
    const { body } = await as(basic(created), '/auth.login');
    const first = await view();
    assert.equal(first.lastUsedFrom, '127.0.0.1');
    assert.ok(Date.now() - Date.parse(first.lastUsed) < 10_000);
    server.advance(120);
    await as(`Bearer ${body.data.token}`, '/api/me');
    assert.ok(Date.parse((await view()).lastUsed) - Date.parse(first.lastUsed) >= 60_000);
  });

  it('are invalid from the moment of their revocation, tokens included', async () => {
    const created = await create('gone');
    const { body } = await as(basic(created), '/auth.login');
    assert.equal((await server.request('DELETE', `/api/credentials/${created.accessKey}`)).status, 200);
    const refused = await as(`Bearer ${body.data.token}`, '/v2.23/auth.get_credentials');
    assert.deepEqual([refused.status, refused.body.meta.result_subcode], [401, 30]);
    const again = await as(basic(created), '/auth.login');
    assert.deepEqual([again.status, again.body.meta.result_subcode], [401, 22]);
    const { body: list } = await server.request('GET', '/api/credentials');
    assert.ok(!list.credentials.some((credential: any) => credential.accessKey === created.accessKey));
  });

  it('can be revoked by their owner alone', async () => {
    const { accessKey } = await create('mine');
    await server.request('POST', '/api/users', { username: 'other', password: 'other-password' });
    await server.api.db.em
      .fork()
      .execute(`update credentials set user_id = (select id from users where username = 'other') where access_key = ?`, [
        accessKey,
      ]);
    assert.equal((await server.request('DELETE', `/api/credentials/${accessKey}`)).status, 404);
    assert.deepEqual((await server.call('auth.revoke_credentials', { access_key: accessKey })).data, { revoked: 0 });
  });

  it("are managed over ClearML's API too", async () => {
    const { data } = await server.call('auth.create_credentials', { label: 'wire' });
    const { access_key, secret_key } = data.credentials;
    assert.equal(data.credentials.label, 'wire');
    assert.deepEqual((await server.call('auth.edit_credentials', { access_key, label: 'renamed' })).data, { updated: 1 });
    await as(basic({ accessKey: access_key, secretKey: secret_key }), '/auth.login');
    const listed = (await server.call('auth.get_credentials')).data.credentials.find((c: any) => c.access_key === access_key);
    assert.equal(listed.label, 'renamed');
    assert.equal(listed.last_used_from, '127.0.0.1');
    assert.ok(!('secret_key' in listed));
    assert.deepEqual((await server.call('auth.revoke_credentials', { access_key })).data, { revoked: 1 });
    assert.deepEqual((await server.call('auth.revoke_credentials', { access_key })).data, { revoked: 0 });
  });

  it('are not for runs to make: their token is refused', async () => {
    const [user] = await server.api.db.em.fork().execute<{ id: string }[]>('select id from users limit 1');
    await server.api.db.em.fork().execute(
      `insert into tasks (id, name, project, user_id, attempt, created, last_update, last_change, status_changed)
         values ('run', 'run', 'p', ?, 1, now(), now(), now(), now())`,
      [user!.id],
    );
    const token = await server.api.tokens.sign({ userId: user!.id, epoch: 0, run: { taskId: 'run', attempt: 1 } }, 60);
    assert.equal((await as(`Bearer ${token}`, '/api/me')).status, 200);
    for (const [path, body] of [
      ['/api/credentials', { label: 'x' }],
      ['/auth.create_credentials', {}],
      ['/api/users', { username: 'x', password: 'xxxxxxxx' }],
      ['/api/me/password', { current: 'test-password', next: 'xxxxxxxx' }],
    ] as const)
      assert.equal((await as(`Bearer ${token}`, path, body)).status, 403, path);
  });

  it('exist from the start where they are configured, those of agents for agents only', async () => {
    const agents = { accessKey: 'AGENTS', secretKey: 'secret of the agents', label: 'agents' };
    server.api.options.agentCredentials = agents;
    await bootstrap(server.api);
    const { body } = await server.request('GET', '/api/credentials');
    const madeFor = (key: string) => body.credentials.find((each: any) => each.accessKey === key).madeFor;
    assert.deepEqual([madeFor('TESTKEY'), madeFor('AGENTS')], ['user', 'agent']);
    assert.equal((await as(basic(agents), '/queues.get_all')).status, 200);
    for (const path of ['/api/credentials', '/api/users', '/api/autoscalers'])
      assert.equal((await as(basic(agents), path)).status, 403, path);
  });

  it('refuses a token that was signed with another key or has expired', async () => {
    const claims = { userId: 'u', epoch: 0 };
    const expired = await server.api.tokens.sign(claims, -1);
    const [head, payload] = (await server.api.tokens.sign(claims, 60)).split('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    for (const token of [expired, `${head}.${payload}.AAAA`, none, 'nonsense'])
      assert.equal((await as(`Bearer ${token}`, '/api/me')).status, 401, token);
  });
});
