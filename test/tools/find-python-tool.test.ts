import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPythonTool } from '../../tools/find-python-tool.ts';

describe('findPythonTool', () => {
  let folder: string;
  let installs: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'perdura-test-tools-'));
    installs = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function writeProgram(path: string, text: string): Promise<void> {
    await writeFile(path, text);
    await chmod(path, 0o755);
  }

  /** As venv and pip do it. */
  async function run(command: string[]): Promise<void> {
    const at = command.at(-1)!;
    if (command.includes('venv')) {
      await rm(at, { recursive: true, force: true });
      await mkdir(join(at, 'bin'), { recursive: true });
      await symlink(process.execPath, join(at, 'bin/python'));
    } else {
      installs.push(at);
      await writeProgram(command[0]!.replace(/python$/, 'poetry'), `#!${command[0]}\nrun\n`);
    }
  }

  const find = (more: { PATH?: string; version?: string; toolsDir?: string } = {}) =>
    findPythonTool({
      ...{ name: 'poetry', version: more.version, env: { PATH: more.PATH }, toolsDir: more.toolsDir ?? join(folder, 'tools') },
      ...{ interpreter: { path: 'python3' }, run, print: () => {}, signal: new AbortController().signal },
    });

  it('installs a tool once, and another version beside it', async () => {
    assert.equal(await find(), join(folder, 'tools/poetry/bin/poetry'));
    await find();
    assert.equal(await find({ version: '<2' }), join(folder, 'tools/poetry_3C2/bin/poetry'));
    assert.deepEqual(installs, ['poetry', 'poetry<2']);
  });

  it('takes the tool on the PATH, unless a certain version is asked for', async () => {
    await writeProgram(join(folder, 'poetry'), '#!/bin/sh\n');
    assert.equal(await find({ PATH: folder }), join(folder, 'poetry'));
    await find({ PATH: folder, version: '==1.8.3' });
    assert.deepEqual(installs, ['poetry==1.8.3']);
  });

  it('installs a tool anew whose folder was moved', async () => {
    await find();
    await rename(join(folder, 'tools'), join(folder, 'moved'));
    await find({ toolsDir: join(folder, 'moved') });
    assert.deepEqual(installs, ['poetry', 'poetry']);
  });

  it('finds a tool by another path to its folder', async () => {
    await find();
    await symlink(join(folder, 'tools'), join(folder, 'link'));
    await find({ toolsDir: join(folder, 'link') });
    assert.deepEqual(installs, ['poetry']);
  });

  it('installs a tool anew whose Python is gone', async () => {
    await find();
    await rm(join(folder, 'tools/poetry/bin/python'));
    await symlink(join(folder, 'nowhere'), join(folder, 'tools/poetry/bin/python'));
    await find();
    assert.deepEqual(installs, ['poetry', 'poetry']);
  });
});
