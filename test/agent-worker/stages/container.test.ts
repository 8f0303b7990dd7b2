import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ActivityCancellationDetails } from '@temporalio/common';
import { createContainers } from '../../../agent-worker/containers/containers.ts';
import { dockerClient } from '../../../agent-worker/containers/docker-client.ts';
import { containerName } from '../../../agent-worker/containers/run-container.ts';
import { runKey } from '../../../workflows/contracts/run.ts';
import { type Engine, startEngineWithClient } from '../../support/docker/engine.ts';
import { eventually } from '../../support/eventually.ts';
import { scratchFolder } from '../../support/scratch.ts';
import {
  BARE_IMAGE,
  containerBench,
  deriveImage,
  ownContainers,
  removeOwnContainers,
  USER_IMAGE,
} from '../support/container-bench.ts';
import { activityEnvironment } from '../support/stage-bench.ts';

const literal = (diff: string) => ({ script: { diff, entry_point: 'main.py' } });

const SHOW = `
import os, sys
print("in a container", os.path.exists("/.dockerenv"), "as", os.getuid(), "by", os.environ["CLEARML_WORKER_ID"], os.environ.get("COLOR"))
`;

describe('a run in a container', function () {
  this.timeout(180_000);
  let engine: Engine;

  before(async function () {
    engine = await startEngineWithClient(this);
    for (const image of [USER_IMAGE, BARE_IMAGE] as const) await deriveImage(engine.docker, image);
  });
  after(() => engine?.release());
  afterEach(() => removeOwnContainers(engine));

  const dockerBench = (env: NodeJS.ProcessEnv = {}) => containerBench(engine, { env });
  const containers = () => ownContainers(engine);

  it('uses the agent’s image, says which, and leaves nothing behind', async () => {
    const bench = await dockerBench();
    const { run } = bench.claim({ ...literal(SHOW), environment: { COLOR: 'red' } });
    assert.deepEqual(await bench.runAll(run), { kind: 'exited', exitCode: 0 });
    const console = bench.server.console(run);
    assert.match(console, /in a container True as 0 by box:0 red/);
    assert.match(console, /container done in .* image perdura-test-machine \(sha256:[0-9a-f]{12}\), container perdura-/);
    assert.deepEqual(await containers(), []);
    assert.deepEqual(readdirSync(bench.runsDir), []);
  });

  it('uses the task’s image instead, whatever its user, its entry point and its shell', async () => {
    for (const [image, uid] of [
      [USER_IMAGE, 1000],
      [BARE_IMAGE, 0],
    ] as const) {
      const bench = await dockerBench();
      const write = 'open("written", "w").write("x"); import os; print("files", sorted(os.listdir(".")))\n';
      const container = { image, setup_shell_script: 'echo set up by $(id -u)' };
      const { run } = bench.claim({ ...literal(SHOW + write), container });
      assert.deepEqual(await bench.runAll(run), { kind: 'exited', exitCode: 0 }, bench.server.console(run));
      const console = bench.server.console(run);
      assert.match(console, new RegExp(`set up by ${uid}\n`));
      assert.match(console, new RegExp(`in a container True as ${uid} `));
      assert.match(console, /files \['main.py', 'written'\]/);
      assert.doesNotMatch(console, /BANNER/);
    }
  });

  it('has the variables of its arguments, which the engine and the list of processes do not show', async () => {
    const bench = await dockerBench({ OF_AGENT: 'from-the-agent', CLEARML_API_SECRET_KEY: 'never-for-tasks' });
    const { run } = bench.claim({
      ...literal(
        'import os, time\nprint(os.environ["MY_TOKEN"] == "hush" + "hush", os.environ["OF_AGENT"], os.environ.get("CLEARML_API_SECRET_KEY"))\ntime.sleep(600)',
      ),
      container: {
        arguments: '-e MY_TOKEN=hushhush --env=OF_AGENT -e CLEARML_API_SECRET_KEY --entrypoint /bin/false --shm-size 64m',
      },
    });
    const ending = bench.runAll(run);
    await eventually('it has printed', () => /True from-the-agent None/.test(bench.server.console(run)));
    const shown = await engine.docker.getContainer(containerName(runKey(run))).inspect();
    assert.equal(shown.HostConfig.ShmSize, 64 * 1024 ** 2);
    assert.doesNotMatch(JSON.stringify(shown), /hushhush/);
    assert.match(bench.server.console(run), /left out of the container's arguments: --entrypoint/);
    await engine.docker.getContainer(containerName(runKey(run))).kill();
    await assert.rejects(ending, /the container of the run was ended from outside/);
    await bench.run('cleanUp', run);
    assert.deepEqual(await containers(), []);
  });

  it('is lost, and no mistake of its user, when its container is ended during its set-up', async () => {
    const bench = await dockerBench();
    const { run } = bench.claim({ ...literal(''), container: { setup_shell_script: 'echo waiting; sleep 600' } });
    await bench.run('container', run);
    const settingUp = bench.run('setupScript', run);
    await eventually('it waits', () => bench.server.console(run).includes('waiting'));
    await engine.docker.getContainer(containerName(runKey(run))).kill();
    await assert.rejects(settingUp, { type: 'RunLostError', nonRetryable: true });
    await bench.run('cleanUp', run);
  });

  it('is ended by a signal within its grace time when it is stopped, and its last words are kept', async () => {
    const bench = await dockerBench({ PERDURA_AGENT_KILL_GRACE: '20' });
    const { run } = bench.claim(
      literal(
        'import signal, sys, time\ndef end(*_):\n  time.sleep(0.3)\n  print("saved")\n  sys.exit(3)\nsignal.signal(signal.SIGTERM, end)\nprint("waiting")\ntime.sleep(600)',
      ),
    );
    for (const stage of ['container', 'diff', 'environment'] as const) await bench.run(stage, run);
    const environment = activityEnvironment();
    const ending = bench.run('execute', run, environment);
    await eventually('it waits', () => bench.server.console(run).includes('waiting'));
    environment.cancel('CANCELLED', ActivityCancellationDetails.fromProto({ isCancelled: true } as never));
    assert.deepEqual(await ending, { kind: 'stopped' });
    await bench.run('cleanUp', run);
    assert.match(bench.server.console(run), /saved/);
    assert.deepEqual(await containers(), []);
  });

  it('goes on when its agent was killed, and the next process of the agent finds it again', async () => {
    const bench = await dockerBench();
    const flag = scratchFolder();
    const { run } = bench.claim({
      ...literal(
        `import os, time\nprint("waiting")\nwhile not os.path.exists("${flag}/go"): time.sleep(0.05)\nprint("went on")\nraise SystemExit(7)`,
      ),
      container: { arguments: `-v ${flag}:${flag}` },
    });
    for (const stage of ['container', 'diff', 'environment'] as const) await bench.run(stage, run);
    const environment = activityEnvironment();
    const first = bench.run('execute', run, environment);
    await eventually('it waits', () => bench.server.console(run).includes('waiting'));
    environment.cancel('WORKER_SHUTDOWN', ActivityCancellationDetails.fromProto({ isWorkerShutdown: true } as never));
    await assert.rejects(first);
    bench.registry.letGo('killed');
    const next = bench.restart();
    next.registry.adopt();
    mkdirSync(join(flag, 'go'));
    assert.deepEqual(await next.run('execute', run), { kind: 'exited', exitCode: 7 });
    await next.run('cleanUp', run);
    assert.match(next.server.console(run), /went on/);
    assert.deepEqual(await containers(), []);
  });

  it('ends what an earlier attempt has left on this machine', async () => {
    const bench = await dockerBench();
    const { run } = bench.claim(literal('import time; time.sleep(600)'));
    await bench.run('container', run);
    const second = { ...run, attempt: 2 };
    bench.registry.letGo('lost');
    const next = bench.restart();
    next.server.specs.set(runKey(second), { ...next.server.specs.get(runKey(run))!, run: second });
    await next.run('container', second);
    assert.match(next.server.console(second), /removed the container that attempt 1 had left on this machine/);
    assert.deepEqual(await containers(), [`/${containerName(runKey(second))}`]);
    await next.run('cleanUp', second);
    assert.deepEqual(await containers(), []);
  });

  it('is removed when its agent starts and has no such run, and left alone while it has', async () => {
    const bench = await dockerBench();
    const [lost, held] = [bench.claim(literal('')).run, runKey({ taskId: `task${process.pid}x`, attempt: 1 })];
    await bench.run('container', lost);
    const all = createContainers(dockerClient({ PATH: process.env.PATH, DOCKER_HOST: engine.host }));
    await all.removeLeft(bench.runsDir, () => [held, runKey(lost)]);
    assert.deepEqual(await containers(), [`/${containerName(runKey(lost))}`]);
    await all.removeLeft('/another', () => []);
    assert.equal((await containers()).length, 1);
    await all.removeLeft(bench.runsDir, () => [held]);
    assert.deepEqual(await containers(), []);
  });

  it('fails for want of an image, of Python or of sense in its arguments, and says so', async () => {
    const bench = await dockerBench();
    const fails = async (container: object, expected: RegExp) => {
      const { run } = bench.claim({ ...literal('print(1)'), container });
      await assert.rejects(bench.run('container', run), (error: Error & { type?: string }) => {
        assert.match(error.message, expected);
        assert.equal(error.type, 'UserFailure');
        return true;
      });
      await bench.run('cleanUp', run);
    };
    await fails({ image: 'No Such:Image' }, /invalid reference format/);
    await fails({ arguments: '--no-such-option' }, /unknown flag: --no-such-option/);
    await fails({ arguments: 'an-image' }, /container arguments: "an-image" belongs to no option/);
    await fails({ arguments: '--memory lots' }, /invalid.*lots/);
    assert.deepEqual(await containers(), []);
  });
});
