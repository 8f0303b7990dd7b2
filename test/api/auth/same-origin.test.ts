import assert from 'node:assert/strict';
import { startTestApi, type TestApi } from '../../support/api-server.ts';
import { type Browser, openBrowser } from '../../support/browser.ts';

describe('calls with a session', () => {
  let server: TestApi;
  let browser: Browser;
  before(async () => {
    server = await startTestApi();
    browser = openBrowser();
    await browser.call('POST', `${server.url}/api/login`, { body: { username: 'admin', password: 'test-password' } });
  });
  after(() => server.release());

  const CROSS_SITE = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' };
  /** Another port of the same host: the browser sends the cookie along. */
  const SAME_SITE = { 'Sec-Fetch-Site': 'same-site', Origin: 'http://127.0.0.1:6666' };
  /** Browsers leave `Sec-Fetch-Site` out when the address is neither encrypted nor local. */
  const NO_HEADER = { 'Sec-Fetch-Site': '' };

  it('change nothing when another page makes them', async () => {
    for (const headers of [CROSS_SITE, SAME_SITE, NO_HEADER, { ...NO_HEADER, Origin: 'null' }]) {
      const { status, body } = await browser.call('POST', `${server.url}/api/logout`, { body: {}, headers });
      assert.deepEqual([status, body.error.code], [403, 'forbidden'], JSON.stringify(headers));
    }
    assert.equal((await browser.call('GET', `${server.url}/api/me`)).status, 200);
  });

  it('are answered to our own pages, whichever header tells', async () => {
    const own = [
      { 'Sec-Fetch-Site': 'same-origin' },
      { ...NO_HEADER, Origin: server.url },
      { 'Sec-Fetch-Site': 'same-site', Origin: server.api.options.urls.web },
    ];
    for (const headers of own) {
      const { body } = await browser.call('POST', `${server.url}/v2.23/auth.login`, { body: {}, headers });
      assert.equal(body.meta.result_code, 200, JSON.stringify(headers));
    }
  });

  it('reach no RPC from another page by GET either, which a link can make', async () => {
    for (const headers of [CROSS_SITE, { 'Sec-Fetch-Site': 'cross-site' }, NO_HEADER]) {
      const { status } = await browser.call('GET', `${server.url}/auth.login`, { headers });
      assert.equal(status, 401, JSON.stringify(headers));
    }
  });

  it('neither send nor delete files when another page makes them', async () => {
    for (const headers of [CROSS_SITE, SAME_SITE, NO_HEADER]) {
      assert.equal((await browser.call('DELETE', `${server.filesUrl}/some/file`, { headers })).status, 401);
      assert.equal((await browser.call('POST', `${server.filesUrl}/delete_many`, { body: { files: [] }, headers })).status, 401);
    }
    assert.equal((await browser.call('DELETE', `${server.filesUrl}/some/file`)).status, 404);
  });

  it('may be read by our own pages alone', async () => {
    const cors = async (origin: string) => {
      const { headers } = await fetch(`${server.url}/api/health`, { headers: { Origin: origin } });
      return [headers.get('Access-Control-Allow-Origin'), headers.get('Access-Control-Allow-Credentials')];
    };
    assert.deepEqual(await cors(server.api.options.urls.web), [server.api.options.urls.web, 'true']);
    for (const origin of ['https://evil.example', 'http://127.0.0.1:6666', 'null'])
      assert.deepEqual(await cors(origin), [null, null], origin);
  });

  it('get no permission for other pages in a preflight', async () => {
    const preflight = (Origin: string) =>
      fetch(`${server.url}/api/me`, { method: 'OPTIONS', headers: { Origin, 'Access-Control-Request-Method': 'DELETE' } });
    assert.equal((await preflight(server.api.options.urls.web)).status, 204);
    const refused = await preflight('https://evil.example');
    assert.equal(refused.headers.get('Access-Control-Allow-Methods'), null);
  });
});
