import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ChooseInput, choosePackages, type LockSource } from '../../../agent-worker/environment/choose-packages.ts';
import { scratchFolder } from '../../support/scratch.ts';

function choose(files: Record<string, string>, change: Partial<ChooseInput> = {}) {
  const repository = scratchFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  }
  const source = choosePackages({
    requirements: {},
    repository,
    workingDirectory: '.',
    entryPoint: 'main.py',
    installer: 'uv',
    forceRepositoryRequirements: false,
    poetryInWorkingDirectory: false,
    ...change,
  });
  return source.kind === 'list' ? { ...source, lines: source.lines.map(({ text }) => text) } : source;
}

const FILES = { 'requirements.txt': 'from-file\n', 'uv.lock': 'the lock\n', 'pyproject.toml': '[project]\n' };

describe('choosePackages', () => {
  it("takes the task's list first, as text or as a list", () => {
    const list = { kind: 'list', what: "the task's list of packages", lines: ['a==1', 'b'] };
    assert.deepEqual(choose(FILES, { requirements: { pip: 'a==1\nb\n' } }), list);
    assert.deepEqual(choose(FILES, { requirements: { pip: ['a==1', 'b'], org_pip: 'x' } }), list);
  });

  it('takes the lock file when the list is empty or nothing but comments', () => {
    for (const pip of ['', '# Python 3.11\n', [], null])
      assert.deepEqual(choose(FILES, { requirements: { pip } }).what, 'uv.lock', JSON.stringify(pip));
  });

  it('does not keep what uv takes from the disk, but for the project and the members of its workspace', () => {
    const keepable = (lock: string) => (choose({ ...FILES, 'uv.lock': lock }) as LockSource).keepable;
    const found = (name: string, source: string) => `[[package]]\nname = "${name}"\nversion = "1"\nsource = { ${source} }\n`;
    const members = '[manifest]\nmembers = [\n    "mine",\n    "part",\n]\n\n';
    const kept = [
      found('six', 'registry = "https://host/simple"'),
      found('six', 'git = "https://host/six#0123"'),
      found('mine', 'virtual = "."') + found('six', 'url = "https://host/six.whl"'),
      found('mine', 'editable = "."'),
      members + found('mine', 'virtual = "."') + found('part', 'editable = "packages/part"'),
    ];
    const own = [
      found('lib', 'directory = "lib"'),
      found('lib', 'editable = "../lib"'),
      found('lib', 'path = "dist/lib.whl"'),
      members + found('mine', 'virtual = "."') + found('lib', 'editable = "lib"'),
    ];
    assert.deepEqual([...kept, ...own].map(keepable), [...kept.map(() => true), ...own.map(() => false)]);
  });

  it('takes requirements.txt without a lock file, and with pip, which knows none', () => {
    const { 'uv.lock': _, ...withoutLock } = FILES;
    assert.deepEqual(choose(withoutLock), { kind: 'list', what: 'requirements.txt', lines: ['from-file'] });
    assert.equal(choose(FILES, { installer: 'pip' }).what, 'requirements.txt');
  });

  it('takes what was installed by conda first, for conda alone', () => {
    const requirements = { pip: 'a==1\nb', conda: 'b == 2' };
    const lines = (change: Partial<ChooseInput>) => (choose(FILES, { requirements, ...change }) as { lines?: string[] }).lines;
    assert.deepEqual(
      [lines({ installer: 'conda' }), lines({})],
      [
        ['b == 2', 'a==1', 'b'],
        ['a==1', 'b'],
      ],
    );
  });

  describe('for poetry', () => {
    const PROJECT = { 'poetry.lock': 'locked\n', 'pyproject.toml': '[tool.poetry]\nname = "mine"\n', 'requirements.txt': 'r\n' };
    const poetry = (files: Record<string, string>, change: Partial<ChooseInput> = {}) =>
      choose(files, { installer: 'poetry', requirements: { pip: 'a==1' }, ...change });

    it('takes its project before anything else', () => {
      const { folder: _, ...source } = poetry(PROJECT) as LockSource;
      assert.deepEqual(source, {
        ...{ kind: 'lock', what: 'poetry.lock', text: 'locked\n\n[tool.poetry]\nname = "mine"\n', keepable: true },
        modules: ['.', 'src'],
      });
      assert.equal(choose(PROJECT, { requirements: { pip: 'a==1' } }).kind, 'list', 'but not for uv');
    });

    it("takes the task's list where the repository is no project of poetry", () => {
      assert.equal(poetry({ 'pyproject.toml': '[tool.ruff]\n' }).kind, 'list');
      assert.equal(poetry(PROJECT, { repository: undefined }).kind, 'list');
      assert.equal(poetry({ 'requirements.txt': 'r\n' }, { requirements: {} }).what, 'requirements.txt');
    });

    it('does not keep what is not locked, or lies in the repository', () => {
      const keepable = (files: Record<string, string>) => (poetry(files) as LockSource).keepable;
      assert.equal(keepable({ 'pyproject.toml': PROJECT['pyproject.toml'] }), false);
      assert.equal(keepable({ 'pyproject.toml': '[project]\nname = "mine"\n' }), false);
      for (const [type, kept] of [
        ['directory', false],
        ['file', false],
        ['git', true],
        ['legacy', true],
      ])
        assert.equal(keepable({ ...PROJECT, 'poetry.lock': `[package.source]\ntype = "${type}"\n` }), kept, String(type));
    });

    it('looks in the working directory when told to', () => {
      const files = { 'jobs/poetry.lock': 'of jobs\n', ...PROJECT };
      const found = poetry(files, { workingDirectory: 'jobs', poetryInWorkingDirectory: true }) as LockSource;
      assert.match(found.folder, /\/jobs$/);
      assert.equal((poetry(files, { workingDirectory: 'jobs' }) as LockSource).text.startsWith('locked'), true);
    });

    it('finds modules in the folders of its packages', () => {
      const pyproject = '[tool.poetry]\npackages = [\n  { include = "a", from = "lib" },\n  { include = "b" },\n]\n';
      assert.deepEqual((poetry({ ...PROJECT, 'pyproject.toml': pyproject }) as LockSource).modules, ['.', 'src', 'lib']);
    });
  });

  it('looks in every folder on the way to the script, and follows includes', () => {
    const files = {
      'requirements.txt': '-r deps/base.txt\n-c limits.txt\nroot\n',
      'deps/base.txt': 'base\n-r ../requirements.txt\n',
      'jobs/requirements.txt': 'jobs\n',
      'other/requirements.txt': 'other\n',
    };
    const { what, ...source } = choose(files, { workingDirectory: 'jobs', entryPoint: 'train/main.py --x' });
    assert.equal(what, 'requirements.txt, jobs/requirements.txt');
    assert.ok(source.kind === 'list');
    assert.deepEqual([source.lines[0], source.lines[2], source.lines[3]], ['base', 'root', 'jobs']);
    assert.match(String(source.lines[1]), /^-c \/.*\/limits\.txt$/);
  });

  it("puts the files that the task's own list names in their place, from its working directory or the root", () => {
    const files = { 'requirements.txt': 'root\n', 'jobs/more.txt': 'more==1\n', 'limits.txt': 'x<2\n' };
    const pip = '-r requirements.txt\n-r more.txt\n-c limits.txt\nown\n';
    const source = choose(files, { requirements: { pip }, workingDirectory: 'jobs' });
    assert.ok(source.kind === 'list');
    const lines = source.lines.map((line) => String(line).replace(/^-c \/.*\//, '-c …/'));
    assert.deepEqual(lines, ['root', 'more==1', '-c …/limits.txt', 'own']);
  });

  it('finds a folder of packages beside the file that names it, which are of this checkout alone', () => {
    const files = {
      'deps/r.txt': '--find-links wheels\n-f https://host/x\n',
      'deps/wheels/a.whl': '',
      'requirements.txt': '-r deps/r.txt',
    };
    const source = choose(files);
    assert.ok(source.kind === 'list');
    assert.deepEqual(
      source.lines.map((line) => String(line).replace(/ \/.*\/deps/, ' …/deps')),
      ['--find-links …/deps/wheels', '-f https://host/x'],
    );
  });

  it('takes nothing when there is nothing', () => {
    assert.equal(choose({}).kind, 'none');
    assert.equal(choose({}, { repository: undefined }).kind, 'none');
  });

  it("may be told to take the repository's file in any case", () => {
    assert.deepEqual(
      choose({ 'requirements.txt': 'f' }, { requirements: { pip: 'a' }, forceRepositoryRequirements: true }).what,
      'requirements.txt',
    );
  });
});
