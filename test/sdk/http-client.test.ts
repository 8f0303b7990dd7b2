import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError, createClient, type HttpClient, ServerUnreachableError } from '../../sdk/http-client.ts';

type Handler = (request: IncomingMessage & { body: string }, response: ServerResponse) => void;

const claims = (payload: object): string => `h.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.s`;

describe('createClient', () => {
  let server: Server;
  let apiUrl: string;
  let logins: string[];
  let calls: { method: string; path: string; authorization: string; body: string }[];
  let issueToken: () => string;
  let handle: Handler;
  let client: HttpClient;

  before((done) => {
    server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString();
      const authorization = request.headers.authorization ?? '';
      if (request.url === '/auth.login') {
        logins.push(authorization);
        return json(response, 200, { meta: { result_code: 200 }, data: { token: issueToken() } });
      }
      calls.push({ method: request.method!, path: request.url!, authorization, body });
      handle(Object.assign(request, { body }), response);
    });
    server.listen(0, '127.0.0.1', () => {
      apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      done();
    });
  });
  after((done) => {
    server.closeAllConnections();
    server.close(done);
  });
  beforeEach(() => {
    logins = [];
    calls = [];
    issueToken = () => claims({ n: logins.length, iat: 1000, exp: 4600 });
    handle = (_, response) => json(response, 200, { meta: { result_code: 200 }, data: { ok: 1 } });
    client = createClient({ apiUrl: `${apiUrl}/`, accessKey: 'ak', secretKey: 's:k' });
  });

  it('logs in once with Basic and calls with the token', async () => {
    assert.deepEqual(await Promise.all([client.call('tasks.ping', { task: 't' }), client.call('tasks.ping')]), [
      { ok: 1 },
      { ok: 1 },
    ]);
    assert.deepEqual(logins, [`Basic ${Buffer.from('ak:s:k').toString('base64')}`]);
    const [first] = calls;
    assert.deepEqual(first, {
      method: 'POST',
      path: '/v2.35/tasks.ping',
      authorization: `Bearer ${claims({ n: 1, iat: 1000, exp: 4600 })}`,
      body: '{"task":"t"}',
    });
  });

  it('sends a given token and never logs in', async () => {
    await createClient({ apiUrl, token: 'mine' }).request('GET', '/api/x');
    assert.deepEqual(logins, []);
    assert.deepEqual(calls, [{ method: 'GET', path: '/api/x', authorization: 'Bearer mine', body: '' }]);
  });

  it('logs in again when the token is about to expire', async () => {
    issueToken = () => claims({ n: logins.length, iat: 1000, exp: 1000 });
    await client.call('a.b');
    await client.call('a.b');
    assert.equal(logins.length, 2);
  });

  it('logs in once more upon a 401, then gives up', async () => {
    handle = (request, response) =>
      request.headers.authorization?.includes(claims({ n: 1, iat: 1000, exp: 4600 }))
        ? json(response, 401, { meta: { result_code: 401, result_subcode: 30, result_msg: 'expired' }, data: {} })
        : json(response, 200, { meta: { result_code: 200 }, data: { renewed: true } });
    assert.deepEqual(await client.call('a.b'), { renewed: true });
    assert.equal(logins.length, 2);

    handle = (_, response) =>
      json(response, 401, { meta: { result_code: 401, result_subcode: 30, result_msg: 'expired' }, data: {} });
    await assert.rejects(client.call('a.b'), { name: 'ApiError', status: 401, code: 401, subcode: 30, message: 'expired' });
    assert.equal(logins.length, 3);
  });

  it("turns ClearML's envelope into an ApiError", async () => {
    handle = (_, response) =>
      json(response, 400, { meta: { result_code: 400, result_subcode: 701, result_msg: 'no queue' }, data: {} });
    await assert.rejects(client.call('queues.get_by_id'), { status: 400, code: 400, subcode: 701, message: 'no queue' });
  });

  it('turns a native error into an ApiError with its field', async () => {
    handle = (_, response) => json(response, 409, { error: { code: 'conflict', message: 'taken', field: 'worker' } });
    await assert.rejects(client.request('POST', '/api/agents/register', {}), { status: 409, code: 'conflict', field: 'worker' });
  });

  it('shows what a proxy said when the answer is no JSON', async () => {
    handle = (_, response) => response.writeHead(404).end('<h1>nope</h1>');
    await assert.rejects(client.call('a.b'), (error: ApiError) => error instanceof ApiError && /404.*nope/.test(error.message));
  });

  it('tries again upon 503 and 429', async () => {
    const answers = [503, 429, 200];
    handle = (_, response) => {
      const status = answers[calls.length - 1]!;
      json(response.setHeader('retry-after', '0'), status, {
        meta: { result_code: status, result_subcode: 0, result_msg: '' },
        data: {},
      });
    };
    await client.call('a.b');
    assert.equal(calls.length, 3);
  });

  it('gives the last refusal after the attempts', async () => {
    handle = (_, response) => response.writeHead(502, { 'retry-after': '0' }).end();
    await assert.rejects(client.call('a.b', {}, { attempts: 2 }), { status: 502 });
    assert.equal(calls.length, 2);
  });

  it('tries again when the connection is cut, unless the call must not be made twice', async () => {
    handle = (request, response) => {
      if (calls.length === 1) return request.socket.destroy();
      json(response, 200, { data: {} });
    };
    await client.call('a.b');
    assert.equal(calls.length, 2);

    calls = [];
    await assert.rejects(client.call('a.b', {}, { idempotent: false }), ServerUnreachableError);
    assert.equal(calls.length, 1);
  });

  it('names the server that does not answer', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const nowhere = createClient({ apiUrl: `http://127.0.0.1:${(closed.address() as AddressInfo).port}`, token: 't' });
    await new Promise((done) => closed.close(done));
    await assert.rejects(nowhere.call('a.b', {}, { attempts: 1 }), /no answer from http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED/);
  });

  it('ends at once when it is aborted, however many attempts are left', async () => {
    handle = (_, response) => response.writeHead(503, { 'retry-after': '3600' }).end();
    const abort = new AbortController();
    const call = client.call('a.b', {}, { attempts: Number.POSITIVE_INFINITY, signal: abort.signal });
    setImmediate(() => abort.abort());
    await assert.rejects(call, { name: 'AbortError' });
  });

  it('ends an attempt that takes too long', async () => {
    handle = () => {};
    await assert.rejects(client.call('a.b', {}, { attempts: 1, timeoutMs: 50 }), /no answer from .*timeout/);
  });

  it('gives undefined for an empty answer', async () => {
    handle = (_, response) => response.writeHead(204).end();
    assert.equal(await client.request('DELETE', '/api/x'), undefined);
  });
});

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
