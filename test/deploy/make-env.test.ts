import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { envVariables } from '../../deploy/env-variables.ts';
import { PROJECT_FOLDER } from '../../stack/project-folder.ts';

const SCRIPT = join(PROJECT_FOLDER, 'deploy/make-env.ts');
const variables = envVariables({ host: 'localhost', agentsAddress: '127.0.0.1' });

describe('npm run compose:env', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'perdura-make-env-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const makeEnv = (...args: string[]) => execa(process.execPath, [SCRIPT, ...args, folder]);
  const read = () => readFile(join(folder, '.env'), 'utf8');
  const values = (text: string) =>
    Object.fromEntries(Array.from(text.matchAll(/^(\w+)=(.*)$/gm), ([, name, value]) => [name!, value!]));

  it('gives each variable a value, in a file that only its owner may read', async () => {
    await makeEnv();
    assert.deepEqual(
      Object.keys(values(await read())),
      variables.map(({ name }) => name),
    );
    assert.ok(Object.values(values(await read())).every((value) => value !== ''));
    assert.equal((await stat(join(folder, '.env'))).mode & 0o777, 0o600);
  });

  it('makes other secrets each time', async () => {
    await makeEnv();
    const first = values(await read());
    await rm(join(folder, '.env'));
    await makeEnv();
    const second = values(await read());
    for (const { name, secret } of variables) assert.equal(first[name] === second[name], !secret, name);
  });

  it('leaves a file alone that is there', async () => {
    await makeEnv();
    const before = await read();
    await makeEnv('--host', 'ml.example.com');
    assert.equal(await read(), before);
  });

  it('adds what a newer release needs, and nothing else', async () => {
    await writeFile(join(folder, '.env'), 'PERDURA_SIGNING_KEY=mine\nPERDURA_WEB_PORT=9080');
    const { stdout } = await makeEnv();
    const text = await read();
    assert.ok(text.startsWith('PERDURA_SIGNING_KEY=mine\nPERDURA_WEB_PORT=9080\n'));
    assert.deepEqual(Object.keys(values(text)).toSorted(), variables.map(({ name }) => name).toSorted());
    assert.doesNotMatch(stdout, /added.*(PERDURA_SIGNING_KEY|PERDURA_WEB_PORT)/);
  });

  it('publishes to the network only when the server is to be reached by another name than localhost', async () => {
    await makeEnv('--host', 'ml.example.com', '--agents-address', '10.0.0.5');
    const env = values(await read());
    assert.equal(env.PERDURA_API_URL, 'http://ml.example.com:8008');
    assert.equal(env.PERDURA_PUBLISH_ADDRESS, '0.0.0.0');
    assert.equal(env.PERDURA_TEMPORAL_PUBLISH_ADDRESS, '10.0.0.5');
    assert.equal(env.PERDURA_TEMPORAL_PUBLIC_ADDRESS, '10.0.0.5:7233');
  });
});
