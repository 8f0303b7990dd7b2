import assert from 'node:assert/strict';
import { startTestApi, type TestApi } from '../support/api-server.ts';

describe('long answers', () => {
  let server: TestApi;
  before(async () => {
    server = await startTestApi();
  });
  after(() => server.release());

  const encodingOf = async (headers: Record<string, string>) => {
    const response = await fetch(`${server.url}/api/openapi.json`, { headers: { 'Accept-Encoding': 'gzip', ...headers } });
    assert.ok((await response.text()).length > 10_000);
    return response.headers.get('Content-Encoding');
  };

  it('are compressed for other machines, also behind a proxy on this one, and not for this one', async () => {
    assert.deepEqual([await encodingOf({ 'X-Forwarded-For': '192.0.2.1' }), await encodingOf({})], ['gzip', null]);
  });
});
