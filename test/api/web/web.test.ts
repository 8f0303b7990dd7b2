import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiApp } from '../../../api/app.ts';
import { createFilesApp } from '../../../api/files/app.ts';
import { createWebApp } from '../../../api/web/app.ts';
import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../../support/api-server.ts';
import { openBrowser } from '../../support/browser.ts';

const PAGE = '<!doctype html><div id="root"></div>';
const HTML = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the web port', () => {
  let server: TestApi;
  let dist: string;
  let web: Server;
  let url: string;
  before(async () => {
    server = await startTestApi();
    dist = await mkdtemp(join(tmpdir(), 'perdura-dist-'));
    await mkdir(join(dist, 'assets'));
    await writeFile(join(dist, 'index.html'), PAGE);
    await writeFile(join(dist, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await writeFile(join(dist, 'assets', 'index-AbCd1234.js'), 'export {};');
    web = await start(dist);
    url = urlOf(web);
  });
  after(async () => {
    await stop(web);
    await rm(dist, { recursive: true });
    await server.release();
  });

  async function start(folder: string): Promise<Server> {
    const app = createWebApp(server.api, {
      apiApp: createApiApp(server.api),
      filesApp: createFilesApp(server.api),
      dist: folder,
    });
    const http = createServer(app.callback());
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    return http;
  }
  const get = async (path: string, headers: Record<string, string> = HTML) => {
    const response = await fetch(`${url}${path}`, { headers, redirect: 'manual' });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  it('serves the one page under every address that a person may open, never from a cache unasked', async () => {
    for (const path of ['/', '/tasks/abc/console', '/workers/host%3Agpu0', '/login?to=%2Fqueues']) {
      const { status, headers, text } = await get(path);
      assert.deepEqual([status, text], [200, PAGE], path);
      assert.equal(headers.get('Cache-Control'), 'no-cache', path);
      assert.match(headers.get('Content-Type')!, /^text\/html/);
    }
  });

  it('serves files with a hash in their name for ever, others from a cache only while they are the same', async () => {
    const asset = await get('/assets/index-AbCd1234.js', {});
    assert.equal(asset.headers.get('Cache-Control'), 'max-age=31536000,immutable');
    const icon = await get('/favicon.svg', {});
    assert.equal(icon.headers.get('Cache-Control'), 'max-age=0');
    assert.match(icon.headers.get('Content-Type')!, /^image\/svg/);
  });

  it('answers an asset that does not exist, or a path that is no page, with 404', async () => {
    for (const path of ['/assets/index-old.js', '/api/nothing', '/assets/..%2f..%2fpackage.json', '/..%2f..%2fpackage.json'])
      assert.notEqual((await get(path)).status, 200, path);
    assert.equal((await get('/assets/index-old.js')).status, 404);
    assert.equal((await get('/api/nothing')).status, 404);
  });

  it('serves the API and the RPC of the same origin', async () => {
    assert.equal((await get('/api/health', {})).status, 200);
    const basic = { Authorization: `Basic ${btoa(`${TEST_CREDENTIALS.accessKey}:${TEST_CREDENTIALS.secretKey}`)}` };
    for (const path of ['/v2.23/auth.login', '/auth.login']) assert.equal((await get(path, basic)).status, 200, path);
    const browser = openBrowser();
    const body = { username: 'admin', password: 'test-password' };
    assert.equal((await browser.call('POST', `${url}/api/login`, { body })).status, 200);
    assert.equal((await browser.call('POST', `${url}/v2.23/auth.get_credentials`, { body: {} })).status, 200);
  });

  it('serves uploads so that their scripts are strangers to our pages', async () => {
    const basic = { Authorization: `Basic ${btoa(`${TEST_CREDENTIALS.accessKey}:${TEST_CREDENTIALS.secretKey}`)}` };
    const form = new FormData();
    form.append('/project/report.html', new Blob(['<script>steal()</script>']), 'report.html');
    assert.equal((await fetch(server.filesUrl, { method: 'POST', headers: basic, body: form })).status, 200);
    assert.equal((await get('/files/project/report.html')).status, 401);
    const page = await get('/files/project/report.html', basic);
    assert.equal(page.text, '<script>steal()</script>');
    assert.match(page.headers.get('Content-Security-Policy')!, /(^|; )sandbox($|;)/);
    assert.equal(page.headers.get('X-Content-Type-Options'), 'nosniff');
  });

  it('tells browsers to run our own scripts alone and to show our pages in no frame', async () => {
    const { headers } = await get('/');
    const policy = headers.get('Content-Security-Policy')!;
    assert.match(policy, /default-src 'self'/);
    assert.match(policy, /script-src 'self'(;|$)/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /upgrade-insecure-requests/);
    assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
    assert.equal(headers.get('Strict-Transport-Security'), null);
  });

  it('says what to do when the pages are not built, and serves the API all the same', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'perdura-dist-'));
    const bare = await start(empty);
    const response = await fetch(urlOf(bare), { headers: HTML });
    assert.equal(response.status, 503);
    assert.match(await response.text(), /not built.*npm run build:ui/s);
    assert.equal((await fetch(`${urlOf(bare)}/api/health`)).status, 200);
    await stop(bare);
    await rm(empty, { recursive: true });
  });

  it('packs what is large', async () => {
    await writeFile(join(dist, 'assets', 'large-AbCd1234.js'), 'x'.repeat(100_000));
    const { headers } = await get('/assets/large-AbCd1234.js', { 'Accept-Encoding': 'gzip' });
    assert.equal(headers.get('Content-Encoding'), 'gzip');
  });
});

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
