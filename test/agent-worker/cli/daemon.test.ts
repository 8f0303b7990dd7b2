import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { openDaemonRegistry } from '../../../agent-worker/cli/daemon-registry.ts';
import { eventually } from '../../support/eventually.ts';
import { scratchFolder } from '../../support/scratch.ts';
import { type FakeServer, startFakeServer } from '../support/fake-server.ts';

const PERDURA = fileURLToPath(new URL('../../../cli/perdura.ts', import.meta.url));

describe('perdura agent', () => {
  let server: FakeServer;
  let home: string;

  beforeEach(async () => {
    server = await startFakeServer();
    home = scratchFolder();
    mkdirSync(temporary());
  });
  afterEach(async () => {
    const left = openDaemonRegistry(join(home, 'agent')).list();
    for (const { process: found } of left) process.kill(found.pid, 'SIGKILL');
    await server.close();
    assert.deepEqual(left, [], 'every agent was stopped');
  });

  const temporary = () => join(home, 'tmp');
  const perdura = async (...args: string[]) => {
    const env = {
      PATH: process.env.PATH,
      DOCKER_HOST: 'unix:///nowhere.sock',
      HOME: home,
      TMPDIR: temporary(),
      PERDURA_AGENT_DIR: join(home, 'agent'),
      PERDURA_TEST_RUN: process.env.PERDURA_TEST_RUN,
      CLEARML_WORKER_NAME: 'box',
      CLEARML_API_HOST: server.url,
      CLEARML_API_ACCESS_KEY: 'key',
      CLEARML_API_SECRET_KEY: 'the-secret-key',
    };
    const { exitCode, stdout, stderr } = await execa(process.execPath, [PERDURA, 'agent', ...args], {
      env,
      extendEnv: false,
      reject: false,
    });
    return { exitCode, stdout, stderr };
  };
  const registered = (count: number) =>
    eventually('the agents are registered', () => server.registered.length === count, { deadlineMs: 90_000 });

  it('starts in the background and is found by the same options to be stopped', async () => {
    const started = await perdura('daemon', '--queue', 'a', 'b', '--gpus', '0', '--detached', '--polling-interval', '5');
    assert.equal(started.exitCode, 0, started.stderr);
    assert.match(started.stdout, /^started agent box:gpu0 as process \d+\nlog: (.+)$/);
    assert.match(started.stderr, /--polling-interval has no effect/);
    assert.ok(existsSync(/log: (.+)/.exec(started.stdout)![1]!));
    await registered(1);
    await perdura('daemon', '--queue', 'a', 'b', '--gpus', '1', '-d');
    await registered(2);

    const unclear = await perdura('daemon', '--queue', 'a', 'b', '--stop');
    assert.deepEqual([unclear.exitCode, /several agents/.test(unclear.stderr)], [1, true]);
    const stopped = await perdura('daemon', '--queue', 'a', 'b', '--gpus', '0', '--stop');
    assert.deepEqual([stopped.exitCode, stopped.stdout], [0, 'agent box:gpu0 is stopped']);
    assert.deepEqual(server.unregistered, ['box:gpu0']);
    assert.equal((await perdura('daemon', '--stop', 'box:gpu1')).stdout, 'agent box:gpu1 is stopped');
    assert.deepEqual(server.unregistered, ['box:gpu0', 'box:gpu1']);
    assert.match((await perdura('daemon', '--stop')).stderr, /no agent on this machine was started with these options/);
  });

  it('is found by the same options, and it alone, after a month in which the temporary folder was cleaned', async () => {
    for (const gpu of ['0', '1']) await perdura('daemon', '--queue', 'a', '--gpus', gpu, '-d');
    await registered(2);
    rmSync(temporary(), { recursive: true });
    age(join(home, 'agent'), 40);

    const stopped = await perdura('daemon', '--queue', 'a', '--gpus', '0', '--stop');
    assert.deepEqual([stopped.exitCode, stopped.stdout, stopped.stderr], [0, 'agent box:gpu0 is stopped', '']);
    assert.deepEqual(server.unregistered, ['box:gpu0']);
    assert.equal((await perdura('daemon', '--queue', 'a', '--gpus', '1', '--stop')).stdout, 'agent box:gpu1 is stopped');
  });

  it('is told from another agent of the queue by the worker id, the services mode or the hours it was started with', async () => {
    const ways = [
      ['--worker-id', 'mine'],
      ['--services-mode', '3'],
      ['--uptime', '8-20 MON'],
    ];
    for (const way of ways) await perdura('daemon', '--queue', 'a', ...way, '-d');
    await registered(3);
    const ids = new Map(server.registered.map(({ worker, slots, schedule }) => [schedule ? 'hours' : slots, worker]));
    const workers = ['mine', ids.get(3), ids.get('hours')];
    for (const [index, way] of ways.entries()) {
      const { stdout } = await perdura('daemon', '--queue', 'a', ...way, '--stop');
      assert.equal(stdout, `agent ${workers[index]} is stopped`);
      assert.deepEqual(server.unregistered, workers.slice(0, index + 1));
    }
  });

  it('says what is wrong and ends when it cannot start', async () => {
    server.taken.add('mine');
    const refused = await perdura('daemon', '--worker-id', 'mine', '--foreground');
    assert.deepEqual([refused.exitCode, refused.stderr], [1, 'perdura: refused: conflict']);
    const contradiction = await perdura('daemon', '--gpus', '0', '--cpu-only', '--detached');
    assert.match(contradiction.stderr, /--cpu-only and --gpus 0 contradict each other/);
    const noImage = await perdura('daemon', '--docker', '--detached');
    assert.match(noImage.stderr, /--docker: name an image, here or as agent.default_docker.image/);
    const noEngine = await perdura('daemon', '--docker', 'an-image', '--foreground');
    assert.match(noEngine.stderr, /--docker: no Docker engine can be used here: .*nowhere.sock/);
    const unknown = await perdura('daemon', '--no-such-option');
    assert.match(unknown.stderr, /unknown option '--no-such-option'/);
  });
});

/** Makes everything in a folder look as if nobody had touched it for so many days. */
function age(folder: string, days: number): void {
  const then = new Date(Date.now() - days * 24 * 3_600_000);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    utimesSync(join(entry.parentPath, entry.name), then, then);
}
