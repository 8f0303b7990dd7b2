import assert from 'node:assert/strict';
import { join } from 'node:path';
import { applyDiff } from '../../../agent-worker/repository/apply-diff.ts';
import { openGit } from '../../../agent-worker/repository/git.ts';
import { gitRepository, type TestRepository } from '../../agent-worker/support/git-repository.ts';
import { runCli } from '../run-cli.ts';

describe('perdura task changes', () => {
  const bytes = (seed: number, length = 500) => Buffer.from(Array.from({ length }, (_, index) => (index * seed * 31) % 256));
  const files = {
    'staged.py': 'one\n',
    'unstaged.py': 'two\n',
    'old name.txt': 'to be renamed\n'.repeat(20),
    'binary.dat': bytes(1),
    '.gitignore': 'ignored\n',
  };
  function change(repository: TestRepository): void {
    repository.write('staged.py', 'ONE\n');
    repository.git('add', 'staged.py');
    repository.git('mv', 'old name.txt', 'new name.txt');
    repository.write('unstaged.py', 'TWO\n');
    repository.write('binary.dat', bytes(7));
    repository.write('new/untracked.bin', bytes(3));
    repository.write('ignored', 'stays here\n');
  }
  const tree = (repository: TestRepository): string => {
    repository.git('add', '--all');
    return repository.git('write-tree');
  };
  async function applied(diff: string): Promise<TestRepository> {
    const target = gitRepository(files);
    const git = openGit({ folder: target.folder, env: process.env, signal: AbortSignal.timeout(20_000), onOutput: () => {} });
    await applyDiff({ git, diff, file: join(target.folder, '.git/perdura.diff'), print: () => {} });
    return target;
  }

  it('carry staged, unstaged, renamed, binary and, if asked, untracked files: a run sees the same tree', async () => {
    const origin = gitRepository(files);
    change(origin);
    const before = origin.git('status', '--porcelain');
    const { code, stdout, stderr } = await runCli(['task', 'changes', join(origin.folder, 'new'), '--untracked']);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /5 files are changed/);
    assert.equal(origin.git('status', '--porcelain'), before, 'the index of the user is as it was');
    const target = await applied(Buffer.from(stdout, 'base64').toString());
    assert.equal(tree(target), tree(origin));
  });

  it('leave untracked files out otherwise', async () => {
    const origin = gitRepository(files);
    change(origin);
    const { stdout } = await runCli(['task', 'changes', origin.folder]);
    const target = await applied(Buffer.from(stdout, 'base64').toString());
    assert.deepEqual(target.git('status', '--porcelain', '--untracked-files=all').includes('untracked.bin'), false);
    assert.match(target.git('status', '--porcelain'), /binary\.dat/);
  });

  it('say what to do when they are too long for a variable', async () => {
    const origin = gitRepository(files);
    origin.write('staged.py', Array.from({ length: 20_000 }, (_, index) => `line ${index}\n`).join(''));
    const { code, stderr } = await runCli(['task', 'changes', origin.folder]);
    assert.equal(code, 1);
    assert.match(stderr, /the changes are \d+ bytes as text; a variable takes at most 131000: commit and push the largest/);
  });
});
