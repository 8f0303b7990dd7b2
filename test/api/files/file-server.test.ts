import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../../support/api-server.ts';
import { eventually } from '../../support/eventually.ts';
import { scratchFolder } from '../../support/scratch.ts';

const AUTHORIZATION = `Basic ${btoa(`${TEST_CREDENTIALS.accessKey}:${TEST_CREDENTIALS.secretKey}`)}`;

describe('the file server', () => {
  let server: TestApi;
  let root: string;
  before(async () => {
    server = await startTestApi();
    root = server.api.options.filesDir;
  });
  after(() => server.release());

  const request = (path: string, init: RequestInit = {}) =>
    fetch(server.filesUrl + path, { ...init, headers: { Authorization: AUTHORIZATION, ...init.headers } });

  function upload(files: Record<string, Uint8Array<ArrayBuffer> | string>): Promise<Response> {
    const form = new FormData();
    for (const [path, content] of Object.entries(files)) form.append(path, new Blob([content]), path);
    return request('/', { method: 'POST', body: form });
  }

  const text = async (path: string) => (await request(path)).text();
  const stored = async () =>
    (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;

  it('gives back the bytes that it got, under the path that the field names', async () => {
    const bytes = randomBytes(300_000);
    const response = await upload({ '/my project/run.1/x y.csv.gz': bytes, 'other/ünï.bin': 'two' });
    assert.deepEqual([response.status, await response.json()], [200, ['my project/run.1/x y.csv.gz', 'other/ünï.bin']]);
    const read = await request('/my%20project/run.1/x%20y.csv.gz');
    assert.equal(read.headers.get('Content-Encoding'), null);
    assert.ok(Buffer.from(await read.arrayBuffer()).equals(bytes));
    assert.equal(await text('/other/%C3%BCn%C3%AF.bin'), 'two');
  });

  it('replaces a file', async () => {
    await upload({ 'again.txt': 'first' });
    await upload({ 'again.txt': 'second' });
    assert.equal(await text('/again.txt'), 'second');
  });

  it('stores an empty file', async () => {
    await upload({ 'empty.bin': '' });
    const response = await request('/empty.bin');
    assert.deepEqual([response.status, response.headers.get('Content-Length'), await response.text()], [200, '0', '']);
  });

  it('lets nobody in without credentials', async () => {
    for (const init of [{}, { headers: { Authorization: 'Bearer junk' } }, { method: 'DELETE' }]) {
      const response = await fetch(`${server.filesUrl}/again.txt`, init);
      assert.deepEqual([response.status, ((await response.json()) as any).error.code], [401, 'unauthorized']);
    }
    const form = new FormData();
    form.append('unasked.txt', new Blob(['x']), 'unasked.txt');
    assert.equal((await fetch(server.filesUrl, { method: 'POST', body: form })).status, 401);
    assert.equal((await request('/unasked.txt')).status, 404);
  });

  it('lets a viewer read and do nothing else: 403 with the role that is needed, and everything stays', async () => {
    await upload({ 'kept/a.txt': 'kept' });
    const { body } = await server.request('POST', '/api/users', { username: 'v', password: 'v-password', role: 'viewer' });
    const token = await server.api.tokens.sign({ userId: body.user.id, epoch: 0 }, 60);
    const before = await stored();
    const asViewer = (method: string, path: string, content?: BodyInit) =>
      request(path, {
        method,
        headers: { Authorization: `Bearer ${token}` },
        ...(content === undefined ? {} : { body: content }),
      });
    assert.equal(await (await asViewer('GET', '/kept/a.txt')).text(), 'kept');
    assert.equal((await asViewer('HEAD', '/kept/a.txt')).status, 200);
    const form = new FormData();
    form.append('new.txt', new Blob([randomBytes(3_000_000)]), 'new.txt');
    for (const [method, path, content] of [
      ['POST', '/', form],
      ['PUT', '/new.txt', 'new'],
      ['PUT', '/kept/a.txt', 'changed'],
      ['DELETE', '/kept/a.txt', undefined],
      ['POST', '/delete_many', JSON.stringify({ files: ['kept/a.txt'] })],
    ] as const) {
      const refused = await asViewer(method, path, content);
      const { error } = (await refused.json()) as any;
      assert.deepEqual([refused.status, error.code], [403, 'forbidden'], `${method} ${path}`);
      assert.equal(error.message, `${method} at the file server: your role is viewer, and this needs the role user or admin`);
    }
    assert.equal(await stored(), before);
    assert.equal(await text('/kept/a.txt'), 'kept');
  });

  it('takes the token of a login', async () => {
    const { data } = await server.call('auth.login');
    const response = await fetch(`${server.filesUrl}/again.txt`, { headers: { Authorization: `Bearer ${data.token}` } });
    assert.equal(response.status, 200);
  });

  it('answers ranges, and 416 for one behind the end', async () => {
    await upload({ 'range.bin': '0123456789' });
    const range = async (value: string) => {
      const response = await request('/range.bin', { headers: { Range: value } });
      return [response.status, response.headers.get('Content-Range'), response.status === 416 ? '' : await response.text()];
    };
    assert.deepEqual(await range('bytes=2-4'), [206, 'bytes 2-4/10', '234']);
    assert.deepEqual(await range('bytes=7-'), [206, 'bytes 7-9/10', '789']);
    assert.deepEqual(await range('bytes=-3'), [206, 'bytes 7-9/10', '789']);
    assert.deepEqual(await range('bytes=5-99'), [206, 'bytes 5-9/10', '56789']);
    assert.deepEqual(await range('bytes=10-'), [416, 'bytes */10', '']);
    assert.deepEqual(await range('bytes=0-1,5-6'), [200, null, '0123456789']);
  });

  it('answers 304 while a file is as it was, and the whole file for a range of an older version', async () => {
    await upload({ 'cached.txt': 'one' });
    const etag = (await request('/cached.txt')).headers.get('ETag')!;
    const unchanged = () => rawStatus(server.filesUrl, 'GET', '/cached.txt', '', `If-None-Match: ${etag}\r\n`);
    assert.equal(await unchanged(), 304);
    await upload({ 'cached.txt': 'other' });
    assert.equal(await unchanged(), 200);
    const range = await request('/cached.txt', { headers: { Range: 'bytes=0-1', 'If-Range': etag } });
    assert.deepEqual([range.status, await range.text()], [200, 'other']);
  });

  it('answers HEAD with the length and no body', async () => {
    await upload({ 'head.txt': '12345' });
    const response = await request('/head.txt', { method: 'HEAD' });
    assert.deepEqual([response.status, response.headers.get('Content-Length'), await response.text()], [200, '5', '']);
  });

  it('deletes a file and the folders that it leaves empty', async () => {
    await upload({ 'a/b/c.txt': 'c', 'a/d.txt': 'd' });
    assert.equal((await request('/a/b/c.txt', { method: 'DELETE' })).status, 200);
    assert.equal((await request('/a/b/c.txt', { method: 'DELETE' })).status, 404);
    assert.deepEqual(await readdir(join(root, 'a')), ['d.txt']);
  });

  it('deletes many files and folders, and says which it could not', async () => {
    await upload({ 'many/one.txt': '1', 'many/folder/two.txt': '2' });
    const response = await request('/delete_many', {
      method: 'POST',
      body: JSON.stringify({ files: ['many/one.txt', '/many/folder', 'many/none', '../etc'] }),
    });
    assert.deepEqual(await response.json(), {
      deleted: { 'many/one.txt': 'many/one.txt', '/many/folder': 'many/folder' },
      errors: { 'no such file': ['many/none'], 'invalid path: "." and ".." are not allowed': ['../etc'] },
    });
    await assert.rejects(readdir(join(root, 'many')));
  });

  it('refuses paths that lead out of its folder, in any spelling', async () => {
    const spellings = [
      '/../secret',
      '/a/../../secret',
      '/%2e%2e/secret',
      '/%2E%2E%2Fsecret',
      '/..%2fsecret',
      '/..%5csecret',
      '/a/..\\..\\secret',
      '/x%00y',
      '/%c0%ae%c0%ae/secret',
      '/.',
      '/.uploads/x',
    ];
    for (const path of spellings) assert.equal(await rawStatus(server.filesUrl, 'GET', path), 400, path);
    for (const path of ['../secret', '/a/../../secret', 'x\0y', '.uploads/x', '..', 'a/..\\..\\b']) {
      assert.equal(await rawUpload(server.filesUrl, path), 400, path);
    }
  });

  it('refuses names that no file system takes', async () => {
    assert.equal((await upload({ [`${'n'.repeat(300)}.txt`]: 'x' })).status, 400);
    assert.equal((await request(`/${'long/'.repeat(800)}x`)).status, 400);
  });

  it('says so when a file stands where a folder is needed', async () => {
    await upload({ taken: 'x' });
    const response = await upload({ 'taken/below.txt': 'y' });
    assert.deepEqual([response.status, ((await response.json()) as any).error.code], [409, 'conflict']);
    assert.equal(await text('/taken'), 'x');
  });

  it('does not follow symbolic links out of its folder', async () => {
    const outside = scratchFolder();
    await writeFile(join(outside, 'secret.txt'), 'secret');
    await symlink(outside, join(root, 'link'));
    await symlink(join(outside, 'secret.txt'), join(root, 'link.txt'));
    assert.deepEqual([(await request('/link/secret.txt')).status, (await request('/link.txt')).status], [404, 404]);
    assert.equal((await upload({ 'link/planted.txt': 'x' })).status, 404);
    assert.equal((await request('/link/secret.txt', { method: 'DELETE' })).status, 404);
    assert.deepEqual(await readdir(outside), ['secret.txt']);
    assert.equal(await readFile(join(outside, 'secret.txt'), 'utf8'), 'secret');
  });

  it('lets nothing that could hold a script be shown by a browser', async () => {
    await upload({
      'page.html': '<script>1</script>',
      'image.svg': '<svg/>',
      'code.js': '1',
      'x.xhtml': '<x/>',
      'unknown.zzz': 'x',
    });
    for (const name of ['page.html', 'image.svg', 'code.js', 'x.xhtml', 'unknown.zzz']) {
      const { headers } = await request(`/${name}`);
      assert.match(headers.get('Content-Disposition')!, /^attachment/, name);
      assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
      assert.match(headers.get('Content-Security-Policy')!, /sandbox/);
    }
    await upload({ 'photo.jpeg': 'x', 'notes.txt': 'x' });
    const { headers } = await request('/photo.jpeg');
    assert.deepEqual([headers.get('Content-Type'), headers.get('Content-Disposition')], ['image/jpeg', null]);
    assert.match((await request('/notes.txt')).headers.get('Content-Type')!, /^text\/plain/);
  });

  it('shows nothing of an upload that breaks off', async () => {
    const before = await stored();
    await breakOff(server.filesUrl, 'broken/half.bin');
    await eventually('no upload is left', async () => (await readdir(join(root, '.uploads'))).length === 0);
    assert.equal((await request('/broken/half.bin')).status, 404);
    assert.equal(await stored(), before);
  });

  it('stores all files of a form or none', async () => {
    const before = await stored();
    assert.equal((await upload({ 'form/good.txt': 'x', '../bad.txt': 'y' })).status, 400);
    assert.equal(await stored(), before);
  });

  it('refuses a body that is no form, or an empty one', async () => {
    assert.equal((await request('/', { method: 'POST', body: 'x' })).status, 400);
    const form = new FormData();
    form.append('field', 'no file');
    assert.equal((await request('/', { method: 'POST', body: form })).status, 400);
  });

  it('refuses a form that ends in the middle of a file, and one whose field has no name, and goes on', async () => {
    const part = (name: string) => `--B\r\nContent-Disposition: form-data; name="${name}"; filename="f"\r\n\r\nx`;
    const send = (body: string) =>
      rawStatus(server.filesUrl, 'POST', '/', body, 'Content-Type: multipart/form-data; boundary=B\r\n');
    assert.equal(await send(part('half.bin')), 400);
    assert.equal(await send(`${part('')}\r\n--B--\r\n`), 400);
    assert.equal((await request('/half.bin')).status, 404);
    assert.equal((await request('/')).status, 200);
  });

  it('says which credentials it was given', async () => {
    const message = async (authorization?: string) => {
      const response = await fetch(`${server.filesUrl}/x`, authorization ? { headers: { authorization } } : {});
      return [response.status, ((await response.json()) as any).error.message];
    };
    assert.deepEqual(await message(), [401, 'missing credentials: log in, or send application credentials or a token']);
    for (const pair of ['nobody:secret', `${TEST_CREDENTIALS.accessKey}\0:x`, 'no colon'])
      assert.deepEqual(await message(`Basic ${btoa(pair)}`), [
        401,
        'the access key and secret key do not belong together, or were revoked',
      ]);
    assert.deepEqual(await message('Bearer junk'), [401, 'invalid or expired token: log in again']);
  });

  it('takes no more of a piece than its range names', async () => {
    const put = (range: string, body: string) =>
      request('/exact.bin', { method: 'PUT', headers: { 'Content-Range': range }, body });
    assert.equal((await put('bytes 0-3/10', '0123')).status, 202);
    assert.equal((await put('bytes 4-9/10', '456789 and more')).status, 400);
    assert.equal((await request('/exact.bin')).status, 404);
    assert.equal((await put('bytes 4-9/10', '456789')).status, 201);
    assert.equal(await text('/exact.bin'), '0123456789');
  });

  it('goes on with an upload that broke off', async () => {
    const put = (range: string, body?: string) =>
      request('/resumed.bin', { method: 'PUT', headers: { 'Content-Range': range }, ...(body ? { body } : {}) });
    const answer = async (response: Response) => [response.status, await response.json()];
    assert.deepEqual(await answer(await put('bytes */10')), [202, { received: 0, complete: false }]);
    assert.deepEqual(await answer(await put('bytes 0-3/10', '0123')), [202, { received: 4, complete: false }]);
    assert.equal((await request('/resumed.bin')).status, 404);
    assert.equal((await put('bytes 6-9/10', '6789')).status, 409);
    assert.deepEqual(await answer(await put('bytes */10')), [202, { received: 4, complete: false }]);
    assert.deepEqual(await answer(await put('bytes 4-9/10', '456789')), [201, { received: 10, complete: true }]);
    assert.equal(await text('/resumed.bin'), '0123456789');
    assert.equal((await put('bytes 9-3/10', 'x')).status, 400);
  });

  it('takes a whole file by PUT', async () => {
    const body = () => new Blob(['whole']).stream();
    for (const init of [{ body: 'whole' }, { body: body(), duplex: 'half' }]) {
      const response = await request('/put/whole.bin', { method: 'PUT', ...init } as RequestInit);
      assert.deepEqual([response.status, await response.json()], [201, { received: 5, complete: true }]);
      assert.equal(await text('/put/whole.bin'), 'whole');
    }
  });

  // The last one: what they have left is removed while others might count what is stored.
  it('goes on when senders go away at once', async () => {
    const before = await stored();
    const part = '--B\r\nContent-Disposition: form-data; name="gone.bin"; filename="f"\r\n\r\nx';
    const uploads = [
      ['POST', '/', 'Content-Type: multipart/form-data; boundary=B\r\n'],
      ['PUT', '/gone.bin', ''],
      ['PUT', '/gone.bin', 'Content-Range: bytes 0-999/1000\r\n'],
    ] as const;
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        uploads.map(([method, path, headers]) =>
          sendAndLeave(server.filesUrl, { start: `${method} ${path}`, headers, body: part, abrupt: index % 2 === 0 }),
        ),
      ).flat(),
    );
    // A piece of an upload that can be gone on with may be kept.
    await eventually('what they have left is gone', async () => (await stored()) <= before + 1);
    assert.equal((await request('/gone.bin')).status, 404);
  });
});

/** `fetch` would tidy the path up. */
function rawStatus(base: string, method: string, path: string, body = '', headers = ''): Promise<number> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: ${AUTHORIZATION}\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    });
    socket.once('error', reject);
    socket.once('data', (data) => {
      resolve(Number(data.toString().split(' ')[1]));
      socket.destroy();
    });
  });
}

function rawUpload(base: string, path: string): Promise<number> {
  const body = `--B\r\nContent-Disposition: form-data; name="${path.replaceAll('\\', '\\\\')}"; filename="f"\r\n\r\nx\r\n--B--\r\n`;
  return rawStatus(base, 'POST', '/', body, 'Content-Type: multipart/form-data; boundary=B\r\n');
}

/** Sends the beginning of an upload, and goes away. */
function breakOff(base: string, path: string): Promise<void> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST / HTTP/1.1\r\nHost: x\r\nAuthorization: ${AUTHORIZATION}\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: 1000000\r\n\r\n--B\r\nContent-Disposition: form-data; name="${path}"; filename="f"\r\n\r\n${'x'.repeat(100_000)}`,
        () => setTimeout(() => socket.destroy(), 50),
      );
    });
    socket.once('error', reject);
    socket.once('close', () => resolve());
  });
}

interface Leaver {
  start: string;
  headers: string;
  body: string;
  /** Closes the connection for both directions at once. */
  abrupt: boolean;
}

/** Sends less than it says, and closes the connection. */
function sendAndLeave(base: string, { start, headers, body, abrupt }: Leaver): Promise<void> {
  const { hostname, port } = new URL(base);
  const head = `${start} HTTP/1.1\r\nHost: x\r\nAuthorization: ${AUTHORIZATION}\r\n${headers}Content-Length: 1000\r\n\r\n`;
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.end(head + body, () => abrupt && socket.destroy());
    });
    socket.once('error', reject);
    socket.once('close', () => resolve());
    socket.resume();
  });
}
