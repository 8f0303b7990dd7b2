import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../../support/scratch.ts';
import { gitRepository } from '../support/git-repository.ts';
import { packageOptions } from '../support/package-options.ts';
import { type StageBench, stageBench } from '../support/stage-bench.ts';
import { makeWheel } from '../support/wheel.ts';

/** uv from the cache of the tests, packages from a folder. */
async function bench(): Promise<StageBench & { cache: string }> {
  const wheels = scratchFolder();
  makeWheel(wheels, 'greeting', '1.2');
  const tools = join(packageOptions().toolsDir, 'uv', 'bin');
  const cache = join(scratchFolder(), 'environments');
  const conf = { agent: { venvs_cache: { path: cache, free_space_threshold_gb: 0 } } };
  const env = {
    PATH: `${process.env.PATH}:${tools}`,
    CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '',
    CLEARML_EXTRA_PIP_INSTALL_FLAGS: `--no-index --find-links ${wheels}`,
  };
  return Object.assign(await stageBench({ conf, env }), { cache });
}

const SCRIPT = 'import greeting, sys\nprint("greeting", greeting.VERSION, sys.prefix)\n';

describe('the environment of a run', () => {
  it('is made once, found again by the next run, and told to the server both times', async () => {
    const made = await bench();
    const prefixes: string[] = [];
    for (const expected of ['cache miss', 'cache hit']) {
      const { run } = made.claim({
        script: { diff: SCRIPT, entry_point: 'main.py', requirements: { pip: '# Python 3\n\ngreeting == 1.2\n' } },
      });
      assert.deepEqual(await made.runAll(run), { kind: 'exited', exitCode: 0 });
      const said = made.server.console(run);
      assert.match(said, new RegExp(`=== environment done in \\d+\\.\\d s: ${expected} [0-9a-f]{16} ===`));
      assert.equal(/=== install ===/.test(said), expected === 'cache miss');
      assert.deepEqual(made.server.requirements(run), ['greeting==1.2']);
      prefixes.push(/^greeting 1\.2 (.+)$/m.exec(said)![1]!);
    }
    assert.equal(prefixes[0], prefixes[1]);
    assert.equal(readdirSync(made.cache).length, 1);
  });

  it('belongs to the run alone when its packages may change, and goes with it', async () => {
    const repository = gitRepository({
      'requirements.txt': './greeting-1.2-py3-none-any.whl\n',
      'main.py': SCRIPT,
    });
    makeWheel(repository.folder, 'greeting', '1.2');
    repository.commit();
    const made = await bench();
    const { run } = made.claim({ script: { repository: repository.url, branch: 'main', entry_point: 'main.py' } });
    const outcome = await made.runAll(run);
    const said = made.server.console(run);
    assert.deepEqual(outcome.kind === 'exited' && outcome.exitCode, 0, said);
    const prefix = /^greeting 1\.2 (.+)$/m.exec(said)?.[1];
    assert.ok(prefix?.startsWith(made.runsDir), said);
    assert.equal(existsSync(prefix!), false);
    assert.match(said, /not for the cache/);
  });

  it('fails the run with the name of the package that does not exist', async () => {
    const made = await bench();
    const { run } = made.claim({
      script: { diff: SCRIPT, entry_point: 'main.py', requirements: { pip: ['no-such-package-here==1'] } },
    });
    await made.run('environment', run);
    await assert.rejects(made.run('install', run), {
      type: 'UserFailure',
      message: /cannot be installed: .*no-such-package-here/,
    });
    assert.deepEqual(readdirSync(made.cache), []);
    await made.run('cleanUp', run);
  });
});
