import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { findPythonTool } from '../../tools/find-python-tool.ts';
import { gitRepository, type TestRepository } from '../agent-worker/support/git-repository.ts';
import { type PackageIndex, startPackageIndex } from '../agent-worker/support/package-index.ts';
import { packageOptions } from '../agent-worker/support/package-options.ts';
import { stageBench } from '../agent-worker/support/stage-bench.ts';
import { makeWheel } from '../agent-worker/support/wheel.ts';
import { scratchFolder } from '../support/scratch.ts';

const SCRIPT = 'import greeting, mine, sys\nprint("greeting", greeting.VERSION, mine.NAME, sys.prefix)\n';

const project = (index: string, version: string) => `[tool.poetry]
name = "mine"
version = "1"
description = ""
authors = []

[tool.poetry.dependencies]
python = ">=3.9"
greeting = "${version}"

[[tool.poetry.source]]
name = "here"
url = "${index}"
`;

describe('the environment of a project of poetry', function () {
  // Poetry takes its time, with several of it most of all.
  this.timeout(300_000);
  let poetry: string;
  let index: PackageIndex;
  let home: string;

  before(async function () {
    // Poetry itself comes from PyPI the first time.
    this.timeout(600_000);
    const { toolsDir } = packageOptions();
    const run = ([file, ...args]: [string, ...string[]]) => execa(file, args);
    const { signal } = new AbortController();
    const where = { env: process.env, toolsDir, interpreter: { path: 'python3' } };
    poetry = await findPythonTool({ name: 'poetry', ...where, run, signal, print: () => undefined });
  });
  beforeEach(async () => {
    home = scratchFolder();
    const wheels = scratchFolder();
    for (const version of ['1.2', '1.3']) makeWheel(wheels, 'greeting', version);
    index = await startPackageIndex(wheels);
  });
  afterEach(() => index.close());

  /** An agent that uses poetry. */
  async function bench() {
    const cache = join(home, 'environments');
    const conf = { agent: { venvs_cache: { path: cache, free_space_threshold_gb: 0 }, package_manager: { type: 'poetry' } } };
    const env = { PATH: `${dirname(poetry)}:${process.env.PATH}`, CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '' };
    return { ...(await stageBench({ conf, env })), cache };
  }

  function repositoryOf(pyproject: string): TestRepository {
    return gitRepository({ 'pyproject.toml': pyproject, 'src/mine.py': 'NAME = "mine"\n', 'main.py': SCRIPT });
  }

  async function lock(repository: TestRepository): Promise<void> {
    const env = { HOME: home, POETRY_VIRTUALENVS_CREATE: 'false' };
    await execa(poetry, ['lock', '--no-interaction'], { cwd: repository.folder, env });
    repository.commit('locked');
  }

  const taskOf = ({ url }: TestRepository) => ({
    script: { repository: url, branch: 'main', entry_point: 'main.py', requirements: { pip: 'ignored==1' } },
  });

  it('is made once from the lock file and found again by the next run, until that changes', async () => {
    const made = await bench();
    const repository = repositoryOf(project(index.url, '1.2'));
    await lock(repository);
    const runOnce = async (expected: string) => {
      const { run } = made.claim(taskOf(repository));
      const outcome = await made.runAll(run);
      const said = made.server.console(run);
      assert.deepEqual(outcome, { kind: 'exited', exitCode: 0 }, said);
      assert.match(said, /Python 3\.\d+\.\d+, poetry: poetry\.lock/);
      assert.match(said, new RegExp(`=== environment done in \\d+\\.\\d s: ${expected} [0-9a-f]{16} ===`));
      assert.equal(/=== install ===/.test(said), expected === 'cache miss');
      const [, version, prefix] = /^greeting (\S+) mine (.+)$/m.exec(said)!;
      assert.deepEqual(made.server.requirements(run), [`greeting==${version}`]);
      return { version, prefix };
    };
    const first = await runOnce('cache miss');
    assert.deepEqual([first.version, dirname(dirname(first.prefix!))], ['1.2', made.cache]);
    assert.deepEqual(await runOnce('cache hit'), first);

    repository.write('pyproject.toml', project(index.url, '1.3'));
    await lock(repository);
    const { run } = made.claim(taskOf(repository));
    await made.run('clone', run);
    assert.deepEqual(await made.run('environment', run), { ready: false });
    await made.run('cleanUp', run);
  });

  it('belongs to the run alone when nothing is locked', async () => {
    const made = await bench();
    const { run } = made.claim(taskOf(repositoryOf(project(index.url, '*'))));
    const outcome = await made.runAll(run);
    const said = made.server.console(run);
    assert.deepEqual(outcome, { kind: 'exited', exitCode: 0 }, said);
    assert.match(said, /poetry: pyproject\.toml, without poetry\.lock/);
    assert.match(said, /not for the cache/);
    assert.match(said, /^greeting 1\.3 mine /m);
    assert.deepEqual(readdirSync(home).includes('environments') ? readdirSync(made.cache) : [], []);
  });

  it('fails the run when the lock file is not that of the project', async () => {
    const made = await bench();
    const repository = repositoryOf(project(index.url, '1.2'));
    await lock(repository);
    repository.write('pyproject.toml', project(index.url, '1.3'));
    repository.commit();
    const { run } = made.claim(taskOf(repository));
    await made.run('clone', run);
    assert.deepEqual(await made.run('environment', run), { ready: false });
    await assert.rejects(made.run('install', run), {
      type: 'UserFailure',
      message: /cannot be installed: .*pyproject\.toml changed significantly since poetry\.lock was last generated/,
    });
    await made.run('cleanUp', run);
  });
});
