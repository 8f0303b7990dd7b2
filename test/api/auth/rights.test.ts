import assert from 'node:assert/strict';
import { openDb } from '../../../activities/db/orm.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import { endpoints } from '../../../api/clearml/index.ts';
import { routes } from '../../../api/native/index.ts';
import { actionOf } from '../../../api/native/router.ts';
import { type Caller, mayDo, type Need } from '../../../workflows/domain/rights.ts';
import { startTestApi, type TestApi } from '../../support/api-server.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { createMachine, createScaler } from '../../support/scalers.ts';
import { requestFor } from './reading-requests.ts';
import { makeSomethingToRead, type SomethingToRead } from './something-to-read.ts';

/** Everything that the API serves; paths with their parameters still open. */
const ACTIONS: readonly { action: string; needs: Need; method: string; path: string }[] = [
  ...endpoints.map(({ name, needs }) => ({ action: name, needs, method: 'POST', path: `/v2.23/${name}` })),
  ...routes.map((route) => ({
    action: actionOf(route),
    needs: route.needs,
    method: route.method.toUpperCase(),
    path: `/api${route.path}`,
  })),
];

const needing = (...needs: Need[]): string[] =>
  ACTIONS.filter((each) => needs.includes(each.needs))
    .map(({ action }) => action)
    .toSorted();

describe('what a caller may do', () => {
  let database: TestDatabase;
  let server: TestApi;
  before(async () => {
    database = await createTestDatabase();
    server = await startTestApi({ database });
  });
  after(async () => {
    await server.release();
    await database.release();
  });

  interface Sent {
    method: string;
    path: string;
    authorization: string;
    body?: object;
  }

  /** The status, and the body of a refusal; what else is answered may be a stream without end. */
  async function send({ method, path, authorization, body }: Sent, to = server): Promise<{ status: number; body: any }> {
    const response = await fetch(`${to.url}${path}`, {
      method,
      headers: { Authorization: authorization, 'Content-Type': 'application/json' },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    });
    if (response.status >= 400) return { status: response.status, body: await response.json() };
    await response.body?.cancel();
    return { status: response.status, body: undefined };
  }

  const basic = ({ accessKey, secretKey }: { accessKey: string; secretKey: string }): string =>
    `Basic ${btoa(`${accessKey}:${secretKey}`)}`;

  /** Answers the id of a user, and the header of a token that no credentials stand behind. */
  async function addUser(username: string, role: string): Promise<{ id: string; token: string }> {
    const { body } = await server.request('POST', '/api/users', { username, password: 'a-password', role });
    const { id } = body.user as { id: string };
    return { id, token: `Bearer ${await server.api.tokens.sign({ userId: id, epoch: 0 }, 600)}` };
  }

  async function agentKey(authorization: string): Promise<string> {
    const response = await fetch(`${server.url}/api/credentials`, {
      method: 'POST',
      headers: { Authorization: authorization, 'Content-Type': 'application/json' },
      body: JSON.stringify({ label: 'an agent', madeFor: 'agent' }),
    });
    return basic((await response.json()) as { accessKey: string; secretKey: string });
  }

  async function machineKey(): Promise<string> {
    const { joinToken: token } = await createMachine(server.api.db, await createScaler(server.api.db));
    const { body } = await server.request('POST', '/api/machines/join', { token, nonce: 'a nonce of this machine' });
    return basic(body);
  }

  async function runToken(userId: string): Promise<string> {
    const { data } = await server.call('tasks.create', { name: 'a run', type: 'training' });
    await query(server.api.db.em.fork(), sql`update tasks set attempt = 1 where id = ${data.id}`);
    return `Bearer ${await server.api.tokens.sign({ userId, epoch: 0, run: { taskId: data.id, attempt: 1 } }, 600)}`;
  }

  describe('follows from what it calls', () => {
    let callers: Record<Caller, string>;
    let viewer: { id: string; token: string };
    before(async () => {
      viewer = await addUser('vera', 'viewer');
      const user = (await addUser('una', 'user')).token;
      callers = {
        admin: (await addUser('ada', 'admin')).token,
        user,
        viewer: viewer.token,
        agent: await agentKey(user),
        machine: await machineKey(),
        run: await runToken(viewer.id),
      };
    });

    for (const [caller, name] of [
      ['admin', 'an administrator'],
      ['user', 'a user'],
      ['viewer', 'a viewer'],
      ['agent', 'the key of an agent'],
      ['machine', 'the key of a machine'],
      ['run', 'the token of a run'],
    ] as const) {
      it(`so that ${name} is refused what it has no right to, and nothing else`, async () => {
        const wrong: string[] = [];
        for (const { action, needs, method, path } of ACTIONS) {
          if (needs === 'nothing') continue;
          const { status } = await send({ method, path: path.replaceAll(/:\w+/g, '1'), authorization: callers[caller] });
          if ((status === 403) === mayDo(caller, needs) || status >= 500) wrong.push(`${action}: ${status}`);
        }
        assert.deepEqual(wrong, []);
      });
    }

    it('and a refusal names the action, the role and what is needed, in the envelope of its layer', async () => {
      const authorization = callers.viewer;
      const wire = await send({ method: 'GET', path: '/v2.23/tasks.enqueue', authorization });
      assert.equal(wire.body.meta.result_code, 403);
      assert.equal(wire.body.meta.result_msg, 'tasks.enqueue: your role is viewer, and this needs the role user or admin');
      assert.deepEqual(wire.body.data, {});
      const native = await send({ method: 'POST', path: '/api/autoscalers', authorization: callers.user });
      assert.deepEqual(native.body, {
        error: { code: 'forbidden', message: 'POST /api/autoscalers: your role is user, and this needs the role admin' },
      });
      const agent = await send({ method: 'GET', path: '/api/users', authorization: callers.agent });
      assert.equal(
        agent.body.error.message,
        "GET /api/users: these credentials were made for an agent, and this needs a user's own",
      );
    });

    it('and changes with the role at once, for credentials of agents too, while runs go on', async () => {
      const { id, token } = await addUser('ute', 'user');
      const [agent, run] = [await agentKey(token), await runToken(id)];
      const statuses = async () => {
        const each = [token, agent, run].map((authorization) =>
          send({ method: 'POST', path: '/tasks.create', authorization, body: { name: 'new', type: 'training' } }),
        );
        return (await Promise.all(each)).map(({ status }) => status);
      };
      assert.deepEqual(await statuses(), [200, 200, 200]);
      await server.request('PATCH', `/api/users/${id}`, { role: 'viewer' });
      assert.deepEqual(await statuses(), [403, 403, 200]);
      await server.request('PATCH', `/api/users/${id}`, { role: 'user' });
      assert.deepEqual(await statuses(), [200, 200, 200]);
    });

    it('and a token that was made with the credentials of an agent may no more than they', async () => {
      const response = await fetch(`${server.url}/auth.login`, { headers: { Authorization: callers.agent } });
      const { data } = (await response.json()) as any;
      const { status } = await send({ method: 'POST', path: '/api/credentials', authorization: `Bearer ${data.token}` });
      assert.equal(status, 403);
    });

    it('and a viewer makes credentials for itself, not for agents', async () => {
      const create = (body: object) => send({ method: 'POST', path: '/api/credentials', authorization: callers.viewer, body });
      assert.equal((await create({})).status, 200);
      const { status, body } = await create({ madeFor: 'agent' });
      assert.equal(status, 403);
      assert.match(body.error.message, /^credentials for an agent: your role is viewer/);
    });
  });

  describe('is declared', () => {
    it('as reading only where nothing is written: a database that refuses to be changed does not hinder it', async () => {
      const known: SomethingToRead = await makeSomethingToRead(server);
      const { token } = await addUser('vic', 'viewer');
      const [{ name }] = (await query<{ name: string }>(server.api.db.em.fork(), sql`select current_database() as name`)) as [
        { name: string },
      ];
      await server.api.db.em.fork().execute(`alter database ${name} set default_transaction_read_only = on`);
      const db = await openDb({ url: database.url });
      const reading = await startTestApi({ database: { url: database.url, db }, bootstrapped: true });
      try {
        const wrong: string[] = [];
        for (const { action, needs, method, path } of ACTIONS) {
          if (needs !== 'read' && needs !== 'inspect') continue;
          const { status, body } = await send({ method, authorization: token, ...requestFor(action, path, known) }, reading);
          if (status !== 200) wrong.push(`${action}: ${status} ${JSON.stringify(body)}`);
        }
        assert.deepEqual(wrong, []);
        const { status } = await send({ method: 'POST', path: '/api/credentials', authorization: token }, reading);
        assert.equal(status, 500);
      } finally {
        await reading.release();
        await db.close(true);
      }
    });

    it('as about the caller itself for a few, which viewers may change', () => {
      assert.deepEqual(needing('self', 'account'), [
        'DELETE /api/credentials/:accessKey',
        'GET /api/credentials',
        'GET /api/me',
        'POST /api/credentials',
        'POST /api/logout',
        'POST /api/me/password',
        'auth.create_credentials',
        'auth.edit_credentials',
        'auth.get_credentials',
        'auth.login',
        'auth.revoke_credentials',
        'auth.validate_token',
        'users.get_current_user',
        'users.get_preferences',
        'users.set_preferences',
      ]);
    });

    it('as open to everybody for what is needed before anybody is known', () => {
      assert.deepEqual(needing('nothing'), [
        'GET /api/health',
        'GET /api/machines/package.tgz',
        'GET /api/openapi.json',
        'POST /api/login',
        'POST /api/machines/join',
        'auth.fixed_users_mode',
        'login.supported_modes',
      ]);
    });

    it('as a right of administrators for users, their credentials, and autoscalers', () => {
      assert.deepEqual(needing('administer'), [
        'DELETE /api/autoscalers/:id',
        'DELETE /api/users/:id/credentials/:accessKey',
        'GET /api/users',
        'GET /api/users/:id/credentials',
        'PATCH /api/users/:id',
        'POST /api/autoscalers',
        'POST /api/autoscalers/:id/change',
        'POST /api/autoscalers/:id/drain',
        'POST /api/autoscalers/:id/end-idle',
        'POST /api/autoscalers/:id/machines/:machine/end',
        'POST /api/autoscalers/:id/pause',
        'POST /api/autoscalers/:id/resume',
        'POST /api/autoscalers/:id/start',
        'POST /api/autoscalers/:id/stop',
        'POST /api/users',
        'auth.edit_user',
      ]);
    });
  });
});
