import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyDiff } from '../../../agent-worker/repository/apply-diff.ts';
import { openGit } from '../../../agent-worker/repository/git.ts';
import { gitRepository, type TestRepository } from '../support/git-repository.ts';

const FILES = {
  'a.py': 'one\ntwo\nthree\n',
  'b.txt': 'no newline at the end',
  'dos.txt': 'one\r\ntwo\r\n',
  'old name.txt': 'to be renamed\n'.repeat(20),
  'binary.dat': Buffer.from([0, 1, 2, 255, 254, 0, 10, 13]),
};

function setUp() {
  const origin = gitRepository(FILES);
  const target = gitRepository();
  target.git('fetch', '--quiet', origin.url, 'main');
  target.git('reset', '--quiet', '--hard', 'FETCH_HEAD');
  const lines: string[] = [];
  const git = openGit({
    folder: target.folder,
    env: process.env,
    signal: AbortSignal.timeout(20_000),
    onOutput: () => undefined,
  });
  const apply = (diff: string) =>
    applyDiff({ git, diff, file: join(target.folder, '.git/perdura.diff'), print: (line) => lines.push(line) });
  return { origin, target, lines, apply };
}

const tree = (repository: TestRepository) => {
  repository.git('add', '--all');
  return repository.git('write-tree');
};

const zeroContext = (repository: TestRepository) => repository.git('diff', 'HEAD', '--binary', '--unified=0', '--find-renames');

describe('applyDiff', () => {
  const changes: Record<string, (repository: TestRepository) => void> = {
    'a changed line without context': (r) => r.write('a.py', 'one\nTWO\nthree\n'),
    'a file without a newline at its end': (r) => r.write('b.txt', 'still no newline'),
    'line ends of another system': (r) => r.write('dos.txt', 'one\r\nzwei\r\n'),
    'trailing blanks and a tab': (r) => r.write('a.py', 'one  \n\ttwo \nthree\n\n\n'),
    'a renamed file': (r) => r.git('mv', 'old name.txt', 'new name.txt'),
    'a new file': (r) => r.write('new/file.py', 'print("ä")\n'),
    'a removed file': (r) => r.git('rm', '--quiet', 'a.py'),
    'a binary file': (r) => r.write('binary.dat', Buffer.from([9, 8, 0, 200, 10])),
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`gives the same tree: ${what}`, async () => {
      const { origin, target, apply } = setUp();
      change(origin);
      origin.git('add', '--all');
      await apply(zeroContext(origin));
      assert.equal(tree(target), tree(origin));
    });
  }

  it('gives the same tree for everything at once, a second time too, and when its last newline was cut off', async () => {
    const { origin, target, apply } = setUp();
    for (const change of Object.values(changes)) if (change !== changes['a removed file']) change(origin);
    origin.git('add', '--all');
    const diff = zeroContext(origin);
    await apply(diff);
    await apply(diff.replace(/\n$/, ''));
    assert.equal(tree(target), tree(origin));
  });

  it('gives the same twice for what has changed in a submodule', async () => {
    const inner = gitRepository({ 'lib.py': 'X = 1\n' });
    const { origin, target, apply } = setUp();
    for (const repository of [origin, target]) {
      repository.git('submodule', '--quiet', 'add', inner.url, 'lib');
      repository.commit();
    }
    origin.write('lib/lib.py', 'X = 2\n');
    const diff = origin.git('diff', '--submodule=diff', 'HEAD');
    for (let time = 0; time < 2; time++) {
      await apply(diff);
      assert.equal(readFileSync(join(target.folder, 'lib/lib.py'), 'utf8'), 'X = 2\n');
    }
  });

  it('brings submodules to the commits that a plain diff names, and says what it does not tell of them', async () => {
    const inner = gitRepository({ 'lib.py': 'X = 1\n' });
    inner.write('lib.py', 'X = 2\n');
    inner.commit();
    const { origin, target, lines, apply } = setUp();
    for (const repository of [origin, target]) {
      repository.git('submodule', '--quiet', 'add', inner.url, 'my lib');
      repository.git('-C', 'my lib', 'checkout', '--quiet', 'HEAD~');
      repository.commit();
    }
    const lib = () => readFileSync(join(target.folder, 'my lib/lib.py'), 'utf8');
    origin.git('-C', 'my lib', 'checkout', '--quiet', 'main');
    await apply(origin.git('diff', 'HEAD'));
    assert.deepEqual([lib(), lines], ['X = 2\n', []]);

    origin.write('my lib/lib.py', 'X = 3\n');
    await apply(origin.git('diff', 'HEAD'));
    assert.deepEqual([lib(), lines.length], ['X = 2\n', 1]);
    assert.match(lines[0]!, /inside of the submodule "my lib" was not recorded/);

    const unpushed = origin.git('-C', 'my lib', 'commit-tree', '-m', 'mine', 'HEAD^{tree}').trim();
    origin.git('-C', 'my lib', 'checkout', '--quiet', '--force', unpushed);
    await assert.rejects(apply(origin.git('diff', 'HEAD')), {
      name: 'UserError',
      message: new RegExp(`submodule "my lib" cannot be brought to its commit ${unpushed}; was it pushed`),
    });
  });

  it('gives the same tree from names without prefixes', async () => {
    const { origin, target, apply } = setUp();
    for (const change of Object.values(changes)) if (change !== changes['a removed file']) change(origin);
    origin.write('a/same.txt', 'folders with one letter\n');
    origin.git('add', '--all');
    assert.match(await apply(origin.git('-c', 'diff.noprefix=true', 'diff', 'HEAD', '--binary')), /new\/file\.py/);
    assert.equal(tree(target), tree(origin));
  });

  it('passes over a submodule of which nothing was recorded, and says so', async () => {
    const { target, apply } = setUp();
    const before = tree(target);
    const saying = 'Submodule lib contains untracked content\n';
    assert.equal(await apply(saying), `nothing to apply: ${saying}`);
    assert.equal(tree(target), before);
  });

  it('shows the hunk that does not apply, and changes nothing', async () => {
    const { origin, target, lines, apply } = setUp();
    origin.write('a.py', 'one\nTWO\nthree\n');
    const diff = origin.git('diff').replace('-two', '-zwei');
    const before = tree(target);
    await assert.rejects(apply(diff), {
      name: 'UserError',
      message: /do not apply: patch failed: a\.py:1; a\.py: patch does not apply/,
    });
    assert.match(lines.join('\n'), /the hunk that does not apply:\n@@ -1,3 \+1,3 @@\n one\n-zwei\n\+TWO/);
    assert.equal(tree(target), before);
  });

  it('says what to do about a binary file whose changes the client has not recorded', async () => {
    const { origin, apply } = setUp();
    origin.write('binary.dat', Buffer.from([9, 8, 0, 200, 10]));
    await assert.rejects(apply(origin.git('diff', 'HEAD')), {
      name: 'UserError',
      message: /"binary\.dat" is binary, and its changes were not recorded: commit and push it/,
    });
  });

  it('refuses to write outside of the checkout', async () => {
    const { apply } = setUp();
    const diff = 'diff --git a/../x b/../x\nnew file mode 100644\n--- /dev/null\n+++ b/../x\n@@ -0,0 +1 @@\n+owned\n';
    await assert.rejects(apply(diff), { name: 'UserError' });
  });
});
