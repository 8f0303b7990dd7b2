import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { StackStatus } from '../../stack/read-status.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runCli } from './run-cli.ts';

describe('an installation', function () {
  this.timeout(180_000);
  let installation: Installation;

  before(async () => {
    installation = await startInstallation();
  });
  after(() => installation.release());

  const status = async () => JSON.parse((await runCli(['status', '--json'], installation)).stdout) as StackStatus;
  const secret = (name: string) => readFile(join(installation.dataDir, 'secrets', name), 'utf8');

  it('runs, and says so with exit code 0', async () => {
    const { code, stdout } = await runCli(['status'], installation);
    assert.match(stdout, /^running: everything runs/);
    assert.equal(code, 0);
  });

  it('serves the ClearML API to the credentials that `env` prints', async () => {
    assert.ok(Array.isArray((await installation.client.call<{ queues: unknown[] }>('queues.get_all')).queues));
  });

  it('keeps its secrets to their owner, and out of logs and command lines', async () => {
    const folder = join(installation.dataDir, 'secrets');
    for (const name of await readdir(folder)) assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600, name);
    const secrets = await Promise.all(['signing-key', 'database-password', 'admin-password'].map(secret));
    for (const owner of ['bootstrap', 'agent']) secrets.push(JSON.parse(await secret(`${owner}-credentials.json`)).secretKey);
    const logs = join(installation.dataDir, 'logs');
    const public_ = [
      ...(await Promise.all((await readdir(logs)).map((name) => readFile(join(logs, name), 'utf8')))),
      ...(await Promise.all(
        (await status()).services.map(({ pid }) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
      )),
      await readFile(join(installation.dataDir, 'run/stack.json'), 'utf8'),
    ];
    for (const text of public_) for (const value of secrets) assert.ok(!text.includes(value.trim()));
  });

  it('refuses a second start on the same folder', async () => {
    const { code, stderr } = await runCli(['up', '--no-agent'], installation);
    assert.match(stderr, /already runs this installation: see `perdura status`/);
    assert.equal(code, 1);
  });

  it('starts each part again that is killed', async () => {
    const before_ = await installation.pids();
    for (const pid of Object.values(before_)) process.kill(pid, 'SIGKILL');
    await eventually('all run again', async () => {
      const { state, services } = await status();
      return state === 'running' && services.every(({ name, pid }) => pid !== before_[name]);
    });
  });

  it('goes on when its supervisor was killed, and the next start takes over without losing anything', async () => {
    const { queues } = await installation.client.call<{ queues: { id: string }[] }>('queues.get_all');
    const earlier = await status();
    process.kill(earlier.supervisor!, 'SIGKILL');
    await eventually('the supervisor is gone', async () => (await status()).state === 'broken');
    assert.equal((await installation.client.call<{ queues: unknown[] }>('queues.get_all')).queues.length, queues.length);

    const { code, stderr, stdout } = await runCli(['up', '--detach', '--no-agent', '--no-example', '--json'], installation);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /ending what an earlier start left running: /);
    assert.equal(JSON.parse(stdout).firstStart, false);
    assert.deepEqual((await installation.client.call<{ queues: { id: string }[] }>('queues.get_all')).queues, queues);
    const gone = earlier.services.map(({ pid }) => pid);
    assert.ok((await status()).services.every(({ pid }) => !gone.includes(pid)));
  });

  it('starts again when everything was killed at one moment', async () => {
    const { supervisor, services } = await status();
    for (const pid of [supervisor!, ...services.map(({ pid }) => pid)]) process.kill(pid, 'SIGKILL');
    const { code, stderr } = await runCli(['up', '--detach', '--no-agent', '--no-example'], installation);
    assert.equal(code, 0, stderr);
    assert.equal((await status()).state, 'running');
  });

  it('stops, with nothing left behind, and keeps its data', async () => {
    const { services } = await status();
    assert.equal((await runCli(['down'], installation)).code, 0);
    for (const { pid } of services) assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    assert.equal((await runCli(['down'], installation)).code, 3);
    const url = await secret('database-url');
    await assert.rejects(new pg.Client(url.trim()).connect(), { code: 'ECONNREFUSED' });

    const { stdout } = await runCli(['up', '--detach', '--no-agent', '--no-example'], installation);
    assert.doesNotMatch(stdout, new RegExp((await secret('admin-password')).trim()));
    assert.match(stdout, /login +admin, first password in /);
  });
});
