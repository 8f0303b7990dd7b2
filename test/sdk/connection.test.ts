import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { clientConfPath, resolveConnection } from '../../sdk/connection.ts';

const block = (name: string) =>
  `api { api_server: http://${name}:8008\n web_server: http://${name}:8080\n credentials { access_key: "${name}-key", secret_key: "${name}-secret" } }`;

describe('resolveConnection', () => {
  let home: string;
  let dataDir: string;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'perdura-connection-'));
    dataDir = join(home, 'data');
    await write(join(home, 'clearml.conf'), block('home'));
    await write(join(home, 'named.conf'), block('named'));
    await write(clientConfPath(dataDir), block('installation'));
  });
  after(() => rm(home, { recursive: true }));

  const accessKey = async (env: NodeJS.ProcessEnv, options = {}) =>
    (await resolveConnection({ env: { HOME: home, ...env }, ...options })).accessKey;

  it('takes ~/clearml.conf, then the data folder', async () => {
    assert.equal(await accessKey({}), 'home-key');
    assert.equal(await accessKey({ CLEARML_CONFIG_FILE: '/dev/null', PERDURA_DATA_DIR: dataDir }), 'installation-key');
  });

  it('takes a data folder that was named before ~/clearml.conf, but not before a named file', async () => {
    assert.equal(await accessKey({ PERDURA_DATA_DIR: dataDir }), 'installation-key');
    assert.equal(await accessKey({ PERDURA_DATA_DIR: dataDir }, { configFile: join(home, 'named.conf') }), 'named-key');
    assert.equal(await accessKey({ CLEARML_API_ACCESS_KEY: 'env' }, { dataDir }), 'installation-key');
  });

  it('lets each variable take the place of its value in the file', async () => {
    const env = { HOME: home, CLEARML_API_HOST: 'http://other:8008', CLEARML_API_SECRET_KEY: 'secret' };
    assert.deepEqual(await resolveConnection({ env }), {
      apiUrl: 'http://other:8008',
      webUrl: 'http://home:8080',
      accessKey: 'home-key',
      secretKey: 'secret',
    });
  });

  it('says what to do when nothing is configured', async () => {
    const env = { HOME: '/nowhere', CLEARML_CONFIG_FILE: '/dev/null', PERDURA_DATA_DIR: '/nowhere' };
    await assert.rejects(resolveConnection({ env }), { name: 'NoConnectionError', message: /perdura init/ });
    await assert.rejects(resolveConnection({ env, dataDir: '/nowhere/d' }), /no installation in \/nowhere\/d/);
  });
});

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
