import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { findPythonTool } from '../../../tools/find-python-tool.ts';
import { scratchFolder } from '../../support/scratch.ts';
import { type PackageIndex, startPackageIndex } from '../support/package-index.ts';
import { packageOptions } from '../support/package-options.ts';
import { type StageBench, stageBench } from '../support/stage-bench.ts';
import { makeWheel } from '../support/wheel.ts';

/** As conda calls them, of machines that have an agent. */
const PLATFORMS: Record<string, string> = {
  'linux-x64': 'linux-64',
  'linux-arm64': 'linux-aarch64',
  'darwin-x64': 'osx-64',
  'darwin-arm64': 'osx-arm64',
};

const SCRIPT = `
import os, sys, greeting, unchannelled
print("greeting", greeting.VERSION, "and", unchannelled.VERSION, "in", sys.prefix)
print("activated", os.environ["CONDA_PREFIX"] == sys.prefix, os.environ["MADE_BY_CONDA"] == "in " + sys.prefix, "VIRTUAL_ENV" in os.environ)
`;

describe('the environment of an agent that uses conda', function () {
  this.timeout(180_000);
  let uv: string;
  let channel: string;
  let index: PackageIndex;

  before(async () => {
    const run = ([file, ...args]: [string, ...string[]]) => execa(file, args);
    const where = { env: process.env, toolsDir: packageOptions().toolsDir, interpreter: { path: 'python3' } };
    const signal = new AbortController().signal;
    uv = await findPythonTool({ name: 'uv', ...where, run, signal, print: () => undefined });
  });
  beforeEach(async () => {
    const wheels = scratchFolder();
    makeWheel(wheels, 'unchannelled', '7');
    index = await startPackageIndex(wheels);
    channel = await makeChannel('greeting==1.2', 'greeting==1.3', 'pytorch==2.1.0', 'elsewhere==1');
  });
  afterEach(() => index.close());

  async function makeChannel(...packages: string[]): Promise<string> {
    const folder = scratchFolder();
    const maker = join(import.meta.dirname, '../support/conda-channel.py');
    const platform = PLATFORMS[`${process.platform}-${process.arch}`]!;
    await execa('python3', [maker, folder, platform, ...packages]);
    return `file://${folder}`;
  }

  const bench = (channels: string[]): Promise<StageBench> =>
    stageBench({
      conf: {
        agent: {
          venvs_cache: { path: join(scratchFolder(), 'environments'), free_space_threshold_gb: 0 },
          package_manager: { type: 'conda', conda_channels: channels, extra_index_url: [index.url] },
        },
      },
      env: {
        ...process.env,
        PATH: `${dirname(uv)}:${process.env.PATH}`,
        CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '',
        UV_CACHE_DIR: join(packageOptions().toolsDir, 'uv-cache'),
        RATTLER_CACHE_DIR: join(scratchFolder(), 'rattler'),
      },
    });

  const taskOf = (requirements: Record<string, string>, diff = SCRIPT) => ({ script: { diff, requirements } });

  it('takes from channels what they have, the rest from PyPI, and is found again by the next run', async () => {
    const made = await bench([channel]);
    const runOnce = async (expected: string) => {
      const { run } = made.claim(taskOf({ conda: 'greeting == 1.2\n', pip: 'greeting == 1.3\nunchannelled==7\n' }));
      const outcome = await made.runAll(run);
      const said = made.server.console(run);
      assert.deepEqual(outcome, { kind: 'exited', exitCode: 0 }, said);
      assert.match(said, new RegExp(`=== environment done in \\d+\\.\\d s: ${expected} [0-9a-f]{16} ===`));
      assert.match(said, /^activated True True False$/m);
      assert.deepEqual(made.server.requirements(run), ['greeting==1.2', 'unchannelled==7']);
      return /^greeting 1\.2 and 7 in (.+)$/m.exec(said)?.[1];
    };
    const first = await runOnce('cache miss');
    assert.match(first!, /environments/);
    assert.equal(await runOnce('cache hit'), first);
  });

  it('gives a package to the first channel that has it, under the name that it has there', async () => {
    const better = await makeChannel('greeting==1.2');
    const made = await bench([better, channel]);
    const { run } = made.claim(taskOf({ pip: 'greeting\ntorch==2.1.0\nelsewhere>=0.5' }));
    await made.run('environment', run);
    await made.run('install', run);
    await made.run('cleanUp', run);
    assert.match(made.server.console(run), /^from channels: elsewhere >=0\.5, greeting, pytorch ==2\.1\.0$/m);
    assert.deepEqual(made.server.requirements(run), ['elsewhere==1', 'greeting==1.2', 'pytorch==2.1.0']);
  });

  it('fails the run for a Python that no channel has, and tries again when a channel cannot be reached', async () => {
    const made = await bench([channel]);
    const old = made.claim({ script: { diff: SCRIPT, binary: 'python3.5', requirements: {} } }).run;
    await made.run('environment', old);
    await assert.rejects(made.run('install', old), { type: 'UserFailure', message: /cannot be installed: .*python 3\.5/ });
    await made.run('cleanUp', old);

    const gone = await bench(['http://user:hidden-password@127.0.0.1:9/channel']);
    const { run } = gone.claim(taskOf({ pip: 'greeting' }));
    await gone.run('environment', run);
    await assert.rejects(gone.run('install', run), (error: Error & { type?: string }) => error.type !== 'UserFailure');
    await gone.run('cleanUp', run);
    assert.match(gone.server.console(run), /error sending request/);
    assert.doesNotMatch(gone.server.console(run), /hidden-password/);
  });
});
