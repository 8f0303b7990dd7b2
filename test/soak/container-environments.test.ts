import assert from 'node:assert/strict';
import { containerBench, deriveImage, removeOwnContainers, USER_IMAGE } from '../agent-worker/support/container-bench.ts';
import { startPackageIndex } from '../agent-worker/support/package-index.ts';
import { makeWheel } from '../agent-worker/support/wheel.ts';
import { afterTest } from '../support/cleanups.ts';
import { type Engine, startEngineWithClient } from '../support/docker/engine.ts';
import { MACHINE_IMAGE } from '../support/docker/machine-image.ts';
import { scratchFolder } from '../support/scratch.ts';

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
const TRUST = [`-v ${CERTIFICATES}:${CERTIFICATES}:ro`, `-e PIP_CERT=${CERTIFICATES}`, `-e SSL_CERT_FILE=${CERTIFICATES}`];

describe('a run in a container that needs packages', function () {
  this.timeout(180_000);
  let engine: Engine;
  before(async function () {
    engine = await startEngineWithClient(this);
    await deriveImage(engine.docker, USER_IMAGE);
  });
  after(() => engine?.release());
  afterEach(() => removeOwnContainers(engine));

  for (const installer of ['uv', 'pip']) {
    it(`makes its environment inside by ${installer}, on top of the image, and keeps it for the next run of the image`, async () => {
      const wheels = scratchFolder();
      makeWheel(wheels, 'greeting', '1.2');
      const index = await startPackageIndex(wheels);
      afterTest(index.close);
      const bench = await containerBench(engine, {
        env: { CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '', PIP_EXTRA_INDEX_URL: index.url, UV_EXTRA_INDEX_URL: index.url },
        // Whom this machine trusts, the container does too.
        conf: { agent: { package_manager: { type: installer }, extra_docker_arguments: TRUST } },
      });
      const details = async (image: string) => {
        const { run } = bench.claim({
          script: {
            entry_point: 'main.py',
            diff: 'import greeting, sys; print("has", greeting.__file__)',
            requirements: { pip: 'greeting' },
          },
          container: { image },
        });
        assert.deepEqual(await bench.runAll(run), { kind: 'exited', exitCode: 0 }, bench.server.console(run));
        assert.match(bench.server.console(run), /has .*environments.*greeting/);
        return (
          bench.server.stages(run).find(({ stage, state }) => stage === 'environment' && state === 'completed')?.detail ?? ''
        );
      };
      assert.match(await details(MACHINE_IMAGE), /^cache miss/);
      assert.match(await details(MACHINE_IMAGE), /^cache hit/);
      if (installer === 'uv') assert.match(await details(USER_IMAGE), /^cache miss/);
    });
  }
});
