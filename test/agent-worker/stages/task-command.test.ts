import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { taskCommand } from '../../../agent-worker/stages/task-command.ts';
import type { RunSpec } from '../../../workflows/contracts/agent-api.ts';
import { scratchFolder } from '../../support/scratch.ts';
import { runSpec } from '../support/run-spec.ts';

function command(script: Partial<RunSpec['script']>) {
  const workspace = scratchFolder();
  mkdirSync(join(workspace, 'jobs'));
  symlinkSync('/', join(workspace, 'out'));
  for (const name of ['main.py', 'two words.py', 'run.sh', 'jobs/train.py']) writeFileSync(join(workspace, name), '');
  const { directory, ...rest } = taskCommand({ script: runSpec({ script }).script, workspace, python: 'py' });
  return { directory: directory.slice(workspace.length), command: rest.command };
}

const repository = 'https://host/x.git';

describe('taskCommand', () => {
  it('runs a script in its working directory', () => {
    assert.deepEqual(command({ repository, working_dir: 'jobs', entry_point: 'train.py' }), {
      directory: '/jobs',
      command: ['py', '-u', 'train.py'],
    });
  });

  it('takes arguments behind the script, a name with blanks, and a module', () => {
    assert.deepEqual(command({ entry_point: 'main.py --name "a b"' }).command, ['py', '-u', 'main.py', '--name', 'a b']);
    assert.deepEqual(command({ entry_point: 'two words.py' }).command, ['py', '-u', 'two words.py']);
    assert.deepEqual(command({ entry_point: '-m package.train --x 1' }).command, ['py', '-u', '-m', 'package.train', '--x', '1']);
  });

  it('runs a shell script in its shell', () => {
    assert.deepEqual(command({ binary: '/bin/bash', entry_point: 'run.sh' }).command, ['bash', 'run.sh']);
  });

  it('ignores the folder of another machine when there is no repository', () => {
    assert.equal(command({ working_dir: '/home/me/work', entry_point: 'main.py' }).directory, '');
  });

  it('names what is missing, and does not leave the repository', () => {
    const fails = (script: Partial<RunSpec['script']>, message: RegExp) =>
      assert.throws(() => command(script), { name: 'UserError', message });
    fails({ entry_point: 'nope.py' }, /"nope\.py" is not in \./);
    fails({ entry_point: ' ' }, /no entry point/);
    fails({ repository, working_dir: 'nope', entry_point: 'main.py' }, /working directory "nope" is not in/);
    fails({ repository, working_dir: '../..', entry_point: 'main.py' }, /leads out of the repository/);
    fails({ repository, working_dir: 'out', entry_point: 'bin/sh' }, /leads out of the repository/);
  });
});
