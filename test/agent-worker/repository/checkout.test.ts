import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type CheckoutInput, checkOut } from '../../../agent-worker/repository/checkout.ts';
import { scratchFolder } from '../../support/scratch.ts';
import { gitRepository } from '../support/git-repository.ts';

function checkoutInput(change: Partial<CheckoutInput> = {}): CheckoutInput & { lines: string[] } {
  const root = scratchFolder();
  const lines: string[] = [];
  return {
    lines,
    repository: '',
    revision: { commit: '', tag: '', branch: '' },
    folder: join(root, 'workspace'),
    cacheDir: join(root, 'cache'),
    options: {
      user: undefined,
      password: undefined,
      host: undefined,
      extraCredentials: [],
      translateSsh: true,
      forceSsh: false,
      sshUser: undefined,
      sshPort: undefined,
    },
    env: { PATH: process.env.PATH, HOME: root },
    signal: AbortSignal.timeout(30_000),
    print: (line) => lines.push(line),
    onOutput: (text) => lines.push(text.toString()),
    ...change,
  };
}

const head = (folder: string) => execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8' }).trim();

describe('checkOut', () => {
  it('checks out a commit, and again without the remote', async () => {
    const remote = gitRepository();
    const commit = remote.git('rev-parse', 'HEAD').trim();
    remote.write('main.py', 'print("newer")\n');
    remote.commit();
    const input = checkoutInput({ repository: remote.url, revision: { commit, tag: '', branch: 'main' } });
    assert.equal(await checkOut(input), commit);
    assert.equal(readFileSync(join(input.folder, 'main.py'), 'utf8'), 'print("hi")\n');
    rmSync(remote.folder, { recursive: true });
    assert.equal(await checkOut(input), commit);
    assert.ok(input.lines.includes(`commit ${commit} is in the cache`));
  });

  it('works beside an editor, a pager and another repository in the environment', async () => {
    const remote = gitRepository();
    const foreign = {
      EDITOR: 'vi',
      VISUAL: 'vi',
      PAGER: 'less',
      SSH_ASKPASS: '/bin/false',
      GIT_DIR: '/nowhere',
      GIT_EDITOR: 'vi',
    };
    const input = checkoutInput({ repository: remote.url, env: { PATH: process.env.PATH, ...foreign } });
    assert.equal(await checkOut(input), head(input.folder));
  });

  it('follows a branch and a tag, and without either the default branch', async () => {
    const remote = gitRepository();
    const first = remote.git('rev-parse', 'HEAD').trim();
    remote.git('tag', 'v1');
    const input = checkoutInput({ repository: remote.url });
    assert.equal(await checkOut(input), first);
    const second = remote.commit('second');
    assert.equal(await checkOut({ ...input, revision: { commit: '', tag: '', branch: 'main' } }), second);
    assert.equal(await checkOut({ ...input, revision: { commit: '', tag: 'v1', branch: 'main' } }), first);
    assert.equal(await checkOut(input), second);
  });

  it('asks the remote what a branch in place of the commit stands for', async () => {
    const remote = gitRepository();
    const input = checkoutInput({ repository: remote.url, revision: { commit: 'main', tag: '', branch: '' } });
    await checkOut(input);
    const newer = remote.commit('newer');
    assert.equal(await checkOut(input), newer);
  });

  it('finds a commit by the beginning of its name', async () => {
    const remote = gitRepository();
    const commit = remote.git('rev-parse', 'HEAD').trim();
    const input = checkoutInput({ repository: remote.url, revision: { commit: commit.slice(0, 8), tag: '', branch: '' } });
    assert.equal(await checkOut(input), commit);
  });

  it('checks out a commit that is on no branch', async () => {
    const remote = gitRepository();
    const lone = remote.commit('on no branch');
    remote.git('update-ref', 'refs/pull/7/head', lone);
    remote.git('reset', '--quiet', '--hard', 'HEAD~');
    const input = checkoutInput({ repository: remote.url, revision: { commit: lone, tag: '', branch: 'main' } });
    assert.equal(await checkOut(input), lone);
  });

  it('follows a branch and a tag with slashes in their names', async () => {
    const remote = gitRepository();
    const first = remote.git('rev-parse', 'HEAD').trim();
    remote.git('tag', '--annotate', '--message', 'one', 'release/1.0');
    remote.git('checkout', '--quiet', '-b', 'users/ada/fix/deep');
    const second = remote.commit('second');
    const input = checkoutInput({ repository: remote.url });
    assert.equal(await checkOut({ ...input, revision: { commit: '', tag: '', branch: 'users/ada/fix/deep' } }), second);
    assert.equal(await checkOut({ ...input, revision: { commit: '', tag: 'release/1.0', branch: '' } }), first);
  });

  it('leaves the address of the remote in the checkout, so that the code can ask for it', async () => {
    const remote = gitRepository();
    const input = checkoutInput({ repository: remote.url });
    await checkOut(input);
    assert.equal(
      execFileSync('git', ['remote', 'get-url', 'origin'], { cwd: input.folder, encoding: 'utf8' }),
      `${remote.url}\n`,
    );
  });

  it('brings submodules', async () => {
    const inner = gitRepository({ 'lib.py': 'X = 1\n' });
    const remote = gitRepository();
    remote.git('submodule', '--quiet', 'add', inner.url, 'lib');
    remote.commit();
    const input = checkoutInput({ repository: remote.url });
    await checkOut(input);
    assert.equal(readFileSync(join(input.folder, 'lib/lib.py'), 'utf8'), 'X = 1\n');
  });

  it('says so when files of Git LFS have not come', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n';
    const remote = gitRepository({
      '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
      'data/weights.bin': pointer,
      'plain.bin': 'one that was brought\n',
      'notes.txt': pointer,
    });
    const input = checkoutInput({ repository: remote.url });
    await checkOut(input);
    const said = input.lines.filter((line) => line.includes('Git LFS'));
    assert.equal(said.length, 1);
    assert.match(said[0]!, /^1 files are pointers of Git LFS .*data\/weights\.bin: install git-lfs/);
  });

  it('names a broken address', async () => {
    const input = checkoutInput({ repository: 'file:///no/such/repository.git' });
    await assert.rejects(checkOut(input), {
      name: 'UserError',
      message: /cannot fetch the repository file:\/\/\/no\/such\/repository\.git: .*not/,
    });
  });

  it('names a commit, a branch and a tag that do not exist', async () => {
    const { url } = gitRepository();
    const missing = (revision: Partial<CheckoutInput['revision']>) =>
      checkOut(checkoutInput({ repository: url, revision: { commit: '', tag: '', branch: '', ...revision } }));
    await assert.rejects(missing({ commit: '0'.repeat(39).concat('1') }), {
      name: 'UserError',
      message: /commit 0{39}1 is not in .*was it pushed/,
    });
    await assert.rejects(missing({ branch: 'nope' }), { name: 'UserError', message: /refs\/heads\/nope does not exist in/ });
    await assert.rejects(missing({ tag: 'nope' }), { name: 'UserError', message: /refs\/tags\/nope does not exist in/ });
    await assert.rejects(missing({ commit: '--output=x' }), { name: 'UserError' });
  });

  it('makes a broken mirror anew', async () => {
    const remote = gitRepository();
    const input = checkoutInput({ repository: remote.url, revision: { commit: '', tag: '', branch: 'main' } });
    await checkOut(input);
    const [mirror] = readdirSync(input.cacheDir).filter((name) => !name.endsWith('.lock'));
    writeFileSync(join(input.cacheDir, mirror!, 'refs/heads/main.lock'), '');
    const newer = remote.commit('newer');
    assert.equal(await checkOut(input), newer);
  });

  it('lets two runs check out at once', async () => {
    const remote = gitRepository();
    const input = checkoutInput({ repository: remote.url });
    const commits = await Promise.all(
      ['a', 'b', 'c'].map((name) => checkOut({ ...input, folder: join(input.cacheDir, '..', name) })),
    );
    assert.equal(new Set(commits).size, 1);
    for (const name of ['a', 'b', 'c']) assert.equal(head(join(input.cacheDir, '..', name)), commits[0]);
  });
});

describe('checkOut with a password', () => {
  let server: Server;
  let seen: string[];

  beforeEach(async () => {
    seen = [];
    server = createServer((request, response) => {
      seen.push(request.headers.authorization ?? '');
      response.writeHead(request.headers.authorization ? 403 : 401, { 'www-authenticate': 'Basic realm="git"' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => server.close());

  it('shows it to the host and leaves it nowhere', async () => {
    const { port } = server.address() as AddressInfo;
    const input = checkoutInput({ repository: `http://127.0.0.1:${port}/x.git` });
    const options = { ...input.options, user: 'ann', password: 's3cr3t-pw' };
    await assert.rejects(checkOut({ ...input, options }), { name: 'UserError', message: /cannot fetch the repository http/ });
    assert.ok(seen.includes(`Basic ${Buffer.from('ann:s3cr3t-pw').toString('base64')}`));
    assert.ok(!input.lines.join('\n').includes('s3cr3t-pw'));
    assert.throws(() => execFileSync('grep', ['-r', 's3cr3t-pw', input.cacheDir]), { status: 1 });
  });

  it('tells another host nothing', async () => {
    const { port } = server.address() as AddressInfo;
    const input = checkoutInput({ repository: `http://127.0.0.1:${port}/x.git` });
    const options = { ...input.options, user: 'ann', password: 's3cr3t-pw', host: 'other.example' };
    await assert.rejects(checkOut({ ...input, options }), { name: 'UserError' });
    assert.deepEqual(new Set(seen), new Set(['']));
    assert.equal(existsSync(input.folder), false);
  });
});
