import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guessAddresses } from '../../cli/init/server-addresses.ts';
import { parseClearmlConf } from '../../sdk/clearml-conf.ts';
import { fromConf } from '../../sdk/connection.ts';
import { runCli } from './run-cli.ts';

describe('perdura init', () => {
  let server: Server;
  let api: string;
  let home: string;

  before((done) => {
    const accepted = `Basic ${btoa('KEY:SECRET')}`;
    server = createServer((request, response) => {
      const known = request.headers.authorization === accepted;
      response
        .writeHead(known ? 200 : 401, { 'content-type': 'application/json' })
        .end(
          JSON.stringify(
            known
              ? { meta: { result_code: 200 }, data: { token: 'h.e30.s' } }
              : { meta: { result_code: 401, result_subcode: 22, result_msg: 'invalid credentials' }, data: {} },
          ),
        );
    }).listen(0, '127.0.0.1', () => {
      api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      done();
    });
  });
  after((done) => {
    server.close(done);
  });
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'perdura-init-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  /** As ClearML's documentation prints it. */
  const block = (secret: string) => `api {
    web_server: http://127.0.0.1:8080
    api_server: ${api}
    files_server: http://127.0.0.1:8081
    credentials {
        "access_key" = "KEY"
        "secret_key" = "${secret}"
    }
}
`;
  const expected = () => ({
    apiUrl: api,
    webUrl: 'http://127.0.0.1:8080',
    filesUrl: 'http://127.0.0.1:8081',
    accessKey: 'KEY',
    secretKey: 'SECRET',
  });
  const written = async (path: string) => fromConf(await parseClearmlConf(await readFile(path, 'utf8')));

  it('verifies a pasted block and writes ~/clearml.conf, for its owner only', async () => {
    const { code, stderr } = await runCli(['init'], { env: { HOME: home }, input: block('SECRET') });
    assert.match(stderr, /verified/);
    assert.equal(code, 0);
    assert.deepEqual(await written(join(home, 'clearml.conf')), expected());
    assert.equal((await stat(join(home, 'clearml.conf'))).mode & 0o777, 0o600);
  });

  it('writes nothing when the server refuses the secret', async () => {
    const { code, stderr } = await runCli(['init'], { env: { HOME: home }, input: block('WRONG') });
    assert.match(stderr, /refuses these credentials: invalid credentials/);
    assert.doesNotMatch(stderr, /WRONG/);
    assert.equal(code, 1);
    await assert.rejects(stat(join(home, 'clearml.conf')), { code: 'ENOENT' });
  });

  it('leaves a file that is there as it is, and prints what to put into it', async () => {
    await writeFile(join(home, 'clearml.conf'), 'agent { worker_name: mine }\n');
    const { code, stdout, stderr } = await runCli(['init'], { env: { HOME: home }, input: block('SECRET') });
    assert.equal(code, 0);
    assert.match(stderr, /stays as it is/);
    assert.equal(await readFile(join(home, 'clearml.conf'), 'utf8'), 'agent { worker_name: mine }\n');
    assert.deepEqual(fromConf(await parseClearmlConf(stdout)), expected());
  });

  it('asks when nothing is pasted', async () => {
    const input = `\nhttp://127.0.0.1:8080\n\n${api}\n\nKEY\nSECRET\n`;
    const target = join(home, 'other.conf');
    const { code, stderr } = await runCli(['init', '--file', target], { env: { HOME: home }, input });
    assert.equal(code, 0, stderr);
    assert.deepEqual(await written(target), expected());
  });

  it('names an address that is none', async () => {
    const input = block('SECRET').replace('http://127.0.0.1:8080', 'http://<your server IP>:8080');
    const { code, stderr } = await runCli(['init'], { env: { HOME: home }, input });
    assert.match(stderr, /the server is "http:\/\/<your server IP>:8080": an address such as/);
    assert.equal(code, 1);
  });

  it('says which answer is missing when the input ends', async () => {
    const { code, stderr } = await runCli(['init'], { env: { HOME: home }, input: `\n\n\n${api}\n` });
    assert.match(stderr, /no answer to "Access key"/);
    assert.equal(code, 1);
  });
});

describe('guessAddresses', () => {
  const cases: [known: string, api: string, web: string, files: string][] = [
    ['http://h:8080', 'http://h:8008', 'http://h:8080', 'http://h:8081'],
    ['http://h:8008/', 'http://h:8008', 'http://h:8080', 'http://h:8081'],
    ['http://h', 'http://h:8008', 'http://h:8080', 'http://h:8081'],
    ['https://app.x.org', 'https://api.x.org', 'https://app.x.org', 'https://files.x.org'],
    ['https://api.x.org', 'https://api.x.org', 'https://app.x.org', 'https://files.x.org'],
  ];
  for (const [known, apiUrl, webUrl, filesUrl] of cases) {
    it(`knows the parts of ${known}`, () => assert.deepEqual(guessAddresses(known), { apiUrl, webUrl, filesUrl }));
  }
});
