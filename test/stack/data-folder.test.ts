import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFolderAt, prepareDataFolder } from '../../stack/data-folder.ts';
import { ensureSecrets, readCredentials, readSecret } from '../../stack/secrets.ts';
import { temporaryFolder } from './support.ts';

const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

describe('prepareDataFolder', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.release());

  it('lets nobody in, and as root only through', async () => {
    const data = dataFolderAt(join(folder.path, 'a/b'));
    await prepareDataFolder(data, { asRoot: false });
    assert.deepEqual(await Promise.all([data.root, data.secrets, data.run, data.logs].map(mode)), ['700', '700', '700', '700']);
    await prepareDataFolder(data, { asRoot: true });
    assert.equal(await mode(data.root), '711');
    assert.equal(await mode(data.secrets), '700');
  });

  it('closes a secrets folder that was left open', async () => {
    const data = dataFolderAt(folder.path);
    await mkdir(data.secrets, { mode: 0o755 });
    await prepareDataFolder(data, { asRoot: false });
    assert.equal(await mode(data.secrets), '700');
  });

  it('refuses as root a place that the user of Postgres cannot reach, and names it', async () => {
    await chmod(folder.path, 0o700);
    const data = dataFolderAt(join(folder.path, 'data'));
    await assert.rejects(prepareDataFolder(data, { asRoot: true }), {
      name: 'OptionError',
      message: new RegExp(`${data.root}.*--data-dir`),
    });
    await prepareDataFolder(data, { asRoot: false });
  });
});

describe('ensureSecrets', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.release());

  async function install(name: string) {
    const data = dataFolderAt(join(folder.path, name));
    await prepareDataFolder(data, { asRoot: false });
    return ensureSecrets(data);
  }

  it('makes files that only the owner may read', async () => {
    const files = await install('a');
    const made = [
      files.signingKey,
      files.databasePassword,
      files.adminPassword,
      files.bootstrapCredentials,
      files.agentCredentials,
    ];
    assert.deepEqual(
      await Promise.all(made.map(mode)),
      made.map(() => '600'),
    );
    assert.ok((await readSecret(files.signingKey)).length >= 32);
  });

  it('keeps what is there, and closes it', async () => {
    const files = await install('a');
    const key = await readFile(files.signingKey, 'utf8');
    await chmod(files.signingKey, 0o644);
    assert.deepEqual(await install('a'), files);
    assert.equal(await readFile(files.signingKey, 'utf8'), key);
    assert.equal(await mode(files.signingKey), '600');
  });

  it('gives two installations nothing in common', async () => {
    const [a, b] = [await install('a'), await install('b')];
    for (const name of ['signingKey', 'databasePassword', 'adminPassword', 'bootstrapCredentials', 'agentCredentials'] as const) {
      assert.notEqual(await readSecret(a[name]), await readSecret(b[name]), name);
    }
    assert.match((await readCredentials(a.bootstrapCredentials)).accessKey, /^[0-9A-F]{30}$/);
  });
});
