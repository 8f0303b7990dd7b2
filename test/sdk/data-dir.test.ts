import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataDirPath, openToOthers } from '../../sdk/data-dir.ts';

describe('dataDirPath', () => {
  it('is the option, else the variable, made absolute', () => {
    const env = { HOME: '/h', PERDURA_DATA_DIR: '~/b' };
    assert.equal(dataDirPath({ dataDir: '/a/../c', env }), '/c');
    assert.equal(dataDirPath({ env }), '/h/b');
    assert.equal(dataDirPath({ dataDir: 'rel', env }), join(process.cwd(), 'rel'));
  });
});

describe('openToOthers', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'perdura-open-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('looks at every folder on the way, but not at the last one', async () => {
    await chmod(folder, 0o700);
    assert.equal(openToOthers(join(folder, 'missing/data')), false);
    assert.equal(openToOthers(folder), true);
    await chmod(folder, 0o711);
    assert.equal(openToOthers(join(folder, 'missing/data')), true);
  });
});
