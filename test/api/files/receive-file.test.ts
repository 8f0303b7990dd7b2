import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { deleteFiles } from '../../../api/files/delete-files.ts';
import { toFileError } from '../../../api/files/file-error.ts';
import { removeStaleUploads } from '../../../api/files/stale-uploads.ts';
import { receiveFile } from '../../../api/files/write-file.ts';

describe('files', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'perdura-test-files-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function store(path: string): Promise<void> {
    await (await receiveFile(root, Readable.from(['content']))).publish(path);
  }

  it('leave nothing behind when the disk is full, and say so with 507', async () => {
    const full = new Readable({
      read() {
        this.push('some bytes');
        this.destroy(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }));
      },
    });
    await assert.rejects(receiveFile(root, full), (error) => toFileError(error)?.status === 507);
    assert.deepEqual(await readdir(join(root, '.uploads')), []);
  });

  it('of this installation are deleted by their URLs, encoded or not', async () => {
    for (const path of ['p/a b.txt', 'p/100%.txt', 'p/c.txt', 'p/kept.txt']) await store(path);
    const options = { filesDir: root, urls: { api: 'http://h:1', files: 'http://h:2', web: 'http://h:3/' } };
    const deleted = await deleteFiles(options, [
      'http://h:2/p/a%20b.txt',
      'http://h:2/p/100%.txt',
      'http://h:3/files/p/c.txt',
      'http://h:2/p/gone.txt',
      'http://h:2/../../etc/passwd',
      'http://h:22/p/kept.txt',
      's3://bucket/p/kept.txt',
    ]);
    assert.equal(deleted, 3);
    assert.deepEqual(await readdir(join(root, 'p')), ['kept.txt']);
  });

  it('that were never completed are removed after a week', async () => {
    await receiveFile(root, Readable.from(['half']));
    const inDays = (days: number) => new Date(Date.now() + days * 24 * 3600 * 1000);
    await removeStaleUploads(root, inDays(6));
    assert.equal((await readdir(join(root, '.uploads'))).length, 1);
    await removeStaleUploads(root, inDays(8));
    assert.deepEqual(await readdir(join(root, '.uploads')), []);
  });

  it('come and go in one folder at the same time', async () => {
    const options = { filesDir: root, urls: { api: '', files: 'http://h', web: 'http://w' } };
    await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        await store(`deep/er/${i}.txt`);
        await deleteFiles(options, [`http://h/deep/er/${i}.txt`]);
      }),
    );
    assert.deepEqual(await readdir(root), ['.uploads']);
  });
});
