import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { openDaemonRegistry } from '../../../agent-worker/cli/daemon-registry.ts';
import { eventually } from '../../support/eventually.ts';
import { type FakeServer, startFakeServer } from '../support/fake-server.ts';
import { scratchFolder } from '../support/scratch.ts';

const PERDURA = fileURLToPath(new URL('../../../cli/perdura.ts', import.meta.url));

describe('perdura agent', () => {
  let server: FakeServer;
  let home: string;

  beforeEach(async () => {
    server = await startFakeServer();
    home = scratchFolder();
  });
  afterEach(async () => {
    const left = openDaemonRegistry(join(home, 'agent')).list();
    for (const { process: found } of left) process.kill(found.pid, 'SIGKILL');
    await server.close();
    assert.deepEqual(left, [], 'every agent was stopped');
  });

  const perdura = async (...args: string[]) => {
    const env = {
      PATH: process.env.PATH,
      HOME: home,
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

  it('says what is wrong and ends when it cannot start', async () => {
    server.taken.add('mine');
    const refused = await perdura('daemon', '--worker-id', 'mine', '--foreground');
    assert.deepEqual([refused.exitCode, refused.stderr], [1, 'perdura: refused: conflict']);
    const contradiction = await perdura('daemon', '--gpus', '0', '--cpu-only', '--detached');
    assert.match(contradiction.stderr, /--cpu-only and --gpus 0 contradict each other/);
    const unknown = await perdura('daemon', '--docker', 'image');
    assert.match(unknown.stderr, /unknown option '--docker'/);
  });
});
