import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  findInterpreter,
  findInterpreterForTools,
  machineProbe,
  requestedVersion,
} from '../../../agent-worker/environment/interpreter.ts';
import { scratchFolder } from '../../support/scratch.ts';
import { packageOptions } from '../support/package-options.ts';

/** A folder with interpreters that do no more than to tell their version. */
function interpreters(versions: Record<string, string>): NodeJS.ProcessEnv {
  const folder = scratchFolder();
  for (const [name, version] of Object.entries(versions)) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho ${version}\necho ${join(folder, name)}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return { PATH: folder };
}

describe('findInterpreter', () => {
  const env = () => interpreters({ python3: '3.11.7', 'python3.12': '3.12.1' });
  const find = async (binary: string, change = {}, where = env()) => {
    const said: string[] = [];
    const found = await findInterpreter({
      binary,
      options: packageOptions(change),
      probe: machineProbe(where),
      print: (line) => said.push(line),
    });
    return [found.version, said.join()];
  };

  it('finds the version that the task asks for', async () => {
    assert.deepEqual(await find('/home/me/venv/bin/python3.12'), ['3.12.1', '']);
    assert.deepEqual(await find('python3.11'), ['3.11.7', '']);
    assert.deepEqual(await find('python'), ['3.11.7', '']);
  });

  it('says so when it has to use another one', async () => {
    assert.deepEqual(await find('python3.9'), ['3.11.7', 'Python 3.9 is asked for and not on this machine: using 3.11.7']);
  });

  it('may be told not to care, or which one to use', async () => {
    assert.deepEqual(await find('python3.12', { ignoreRequestedVersion: true }), ['3.11.7', '']);
    const where = env();
    assert.deepEqual(await find('python3.9', { pythonBinary: join(where.PATH!, 'python3.12') }, where), ['3.12.1', '']);
  });

  it('gives the wanted version with what the machine has, for an environment that brings its own', async () => {
    const said: string[] = [];
    const where = env();
    const input = { options: packageOptions(), probe: machineProbe(where), print: (line: string) => said.push(line) };
    const path = join(where.PATH!, 'python3');
    assert.deepEqual(await findInterpreterForTools({ ...input, binary: 'python3.9' }), { path, version: '3.9' });
    assert.deepEqual(await findInterpreterForTools({ ...input, binary: 'python3' }), { path, version: '3.11.7' });
    assert.deepEqual(said, []);
  });

  it('says so when the one that is configured is not there', async () => {
    assert.deepEqual(await find('python3.12', { pythonBinary: '/no/python' }), [
      '3.11.7',
      'agent.python_binary "/no/python" is not on this machine: using 3.11.7',
    ]);
  });

  it('finds one that was installed meanwhile', async () => {
    const where = env();
    const other = interpreters({ python3: '3.9.1' });
    assert.match((await find('python3.9', {}, where))[1]!, /not on this machine/);
    copyFileSync(join(other.PATH!, 'python3'), join(where.PATH!, 'python3.9'));
    assert.deepEqual(await find('python3.9', {}, where), ['3.9.1', '']);
  });

  it('fails without any', async () => {
    await assert.rejects(find('python3', {}, { PATH: scratchFolder() }), /no Python interpreter found on PATH/);
  });
});

describe('requestedVersion', () => {
  it('is the major and minor version in the name', () => {
    assert.deepEqual(['python3.10', 'python3', '/x/python3.11.4', 'bash'].map(requestedVersion), [
      '3.10',
      undefined,
      '3.11',
      undefined,
    ]);
  });
});
