import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockHolder, takeLock } from '../../stack/lock.ts';
import { identifyProcess } from '../../stack/process-identity.ts';
import { temporaryFolder } from './support.ts';

describe('takeLock', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let path: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
    path = join(folder.path, 'stack.lock');
  });
  afterEach(() => folder.release());

  it('gives the installation to one process until it is released', () => {
    const lock = takeLock(path);
    assert.equal(lockHolder(path)?.pid, process.pid);
    assert.throws(() => takeLock(path), {
      name: 'LockedError',
      message: /already runs this installation/,
    });
    lock.release();
    assert.equal(lockHolder(path), undefined);
    takeLock(path).release();
    assert.deepEqual(readdirSync(folder.path), []);
  });

  it('takes over from a process that was killed', async () => {
    const child = spawn('sleep', ['60']);
    writeFileSync(path, JSON.stringify(identifyProcess(child.pid!)));
    assert.throws(() => takeLock(path), { name: 'LockedError' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    takeLock(path);
    assert.equal(lockHolder(path)?.pid, process.pid);
    assert.deepEqual(readdirSync(folder.path), ['stack.lock']);
  });

  it('takes over from a process whose number another one has now', () => {
    writeFileSync(path, JSON.stringify({ pid: process.ppid, startedAt: 'long ago' }));
    takeLock(path);
    assert.equal(lockHolder(path)?.pid, process.pid);
  });

  it('takes over a file that was cut in writing', () => {
    writeFileSync(path, '{"pid": 1');
    takeLock(path);
    assert.equal(lockHolder(path)?.pid, process.pid);
  });
});
