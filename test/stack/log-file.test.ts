import assert from 'node:assert/strict';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cutLog, lastLines, logSize, readLog } from '../../stack/log-file.ts';
import { temporaryFolder } from './support.ts';

describe('log files', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let path: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
    path = join(folder.path, 'a.log');
  });
  afterEach(() => folder.release());

  it('are empty while they are missing', () => {
    assert.equal(logSize(path), 0);
    assert.equal(readLog(path, 0), '');
    assert.equal(lastLines(path, 0, 5), '');
    cutLog(path);
  });

  it('give the last lines of this run only', async () => {
    await writeFile(path, 'old\n');
    const start = logSize(path);
    assert.equal(lastLines(path, start, 2), '');
    await appendFile(path, 'one\ntwo\nthree\n');
    assert.equal(lastLines(path, start, 2), 'two\nthree');
    assert.equal(lastLines(path, start, 9), 'one\ntwo\nthree');
  });

  it('are cut when they are too long, and keep the part before', async () => {
    await writeFile(path, 'x'.repeat(100));
    cutLog(path, 100);
    assert.equal(logSize(path), 100);
    await appendFile(path, 'y');
    cutLog(path, 100);
    assert.equal(logSize(path), 0);
    assert.equal((await readFile(`${path}.1`)).length, 101);
  });
});
