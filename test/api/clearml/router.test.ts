import assert from 'node:assert/strict';
import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../../support/api-server.ts';

describe('the ClearML router', () => {
  let server: TestApi;
  before(async () => {
    server = await startTestApi();
  });
  after(() => server.release());

  it('exchanges application credentials for a token that clients can read', async () => {
    const { status, data } = await server.call('auth.login');
    assert.equal(status, 200);
    const claims = JSON.parse(Buffer.from(data.token.split('.')[1], 'base64url').toString());
    assert.equal(claims.api_version, '2.35');
    assert.ok(claims.exp > Date.now() / 1000 + 600);
  });

  it('answers an unknown endpoint with 404 in the envelope', async () => {
    const { status, meta } = await server.call('no_such.endpoint');
    assert.deepEqual([status, meta.result_code], [404, 404]);
  });

  it('refuses wrong credentials with subcode 22', async () => {
    const response = await fetch(`${server.url}/auth.login`, { headers: { Authorization: `Basic ${btoa('TESTKEY:wrong')}` } });
    const { meta } = (await response.json()) as { meta: { result_code: number; result_subcode: number } };
    assert.deepEqual([response.status, meta.result_code, meta.result_subcode], [401, 401, 22]);
  });

  it('answers a malformed body with 400 in the envelope', async () => {
    const response = await fetch(`${server.url}/tasks.get_all`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"a":',
    });
    const { meta } = (await response.json()) as { meta: { result_code: number } };
    assert.deepEqual([response.status, meta.result_code], [400, 400]);
  });

  it('answers a body that is nested too deep with 400, and takes one that is merely deep', async () => {
    const { accessKey, secretKey } = TEST_CREDENTIALS;
    const send = async (depth: number) => {
      const response = await fetch(`${server.url}/tasks.get_all`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Basic ${btoa(`${accessKey}:${secretKey}`)}` },
        body: `{"x":${'['.repeat(depth)}${']'.repeat(depth)}}`,
      });
      const { meta } = (await response.json()) as { meta: { result_code: number; result_msg: string } };
      return [meta.result_code, meta.result_msg];
    };
    assert.deepEqual(await send(20_000), [400, 'the body has maps and lists in each other more than 500 deep']);
    assert.equal((await send(400))[0], 200);
  });
});
