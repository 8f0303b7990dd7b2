import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AutoscalerSummary } from '../../workflows/contracts/autoscaler-api.ts';
import { gitRepository } from '../agent-worker/support/git-repository.ts';
import { DockerScalers } from '../support/docker/docker-scalers.ts';
import { eventually } from '../support/eventually.ts';
import { placesOf } from '../support/find-secret.ts';
import { servePrivately } from '../support/private-repository.ts';

const MAX = 2;
const MINUTE_MS = 60_000;

/** A task shows where it came from, and what its own process can see. */
const MAIN = `
import os, subprocess
print(subprocess.run("git remote -v; cat .git/config; env; ps axww -o args", shell=True, capture_output=True, text=True).stdout)
print("origin", subprocess.run(["git", "remote", "get-url", "origin"], capture_output=True, text=True).stdout)
`;

describe('an autoscaler of containers on this host', function () {
  this.timeout(900_000);
  let scalers: DockerScalers;
  before(async function () {
    scalers = await DockerScalers.start(this);
  });
  after(() => scalers?.release());

  it('launches them for tasks that wait, at most as many as it may, and ends them when nothing waits', async () => {
    const scaler = await scalers.startScaler('burst', { max: MAX });
    const diff = 'import time\nprint("ran")\ntime.sleep(2)\n';
    const tasks = await Promise.all(Array.from({ length: 5 }, () => scalers.enqueue('burst', { diff })));
    const most = await scalers.mostUntil('all tasks have run', scaler, async () =>
      (await Promise.all(tasks.map((task) => scalers.statusOf(task)))).every((status) => status === 'completed'),
    );
    assert.equal(most, MAX);
    await scalers.untilAllEnded(scaler);
    const machines = await scalers.machinesOf(scaler);
    assert.equal(
      machines.reduce((sum, machine) => sum + machine.tasks, 0),
      5,
    );
    assert.ok(
      machines.every(({ joined, endReason }) => joined && endReason === 'idle'),
      JSON.stringify(machines),
    );
    const { workers } = await scalers.installation.client.call<{ workers: { id: string }[] }>('workers.get_all');
    assert.deepEqual(workers, []);
  });

  it('have a private repository cloned with the git user and password of their scaler, which stand nowhere else', async () => {
    const { installation } = scalers;
    const access = { user: 'ada', password: 'pass-of-git-8c2f' };
    const source = gitRepository({ 'main.py': MAIN });
    const commands = new Set<string>();
    const repository = await servePrivately(join(source.folder, '.git'), {
      ...access,
      onRequest() {
        for (const command of allCommands()) commands.add(command);
      },
    });
    try {
      const hyperParams = { git_user: access.user, git_pass: access.password };
      const scaler = await scalers.startScaler('private', { max: 1, hyperParams });
      const script = { repository: repository.url, branch: 'main', entry_point: 'main.py', diff: '' };
      const task = await scalers.enqueue('private', script);
      await scalers.mostUntil('the task has run', scaler, async () => /completed|failed/.test(await scalers.statusOf(task)));
      const printed = await scalers.printed(task);
      assert.equal(await scalers.statusOf(task), 'completed', printed);
      assert.match(printed, new RegExp(`origin ${repository.url}`));
      await scalers.untilAllEnded(scaler);
      const machine = await scalers.consoleOf(scaler);
      assert.match(machine, /joined/);

      assert.ok(repository.requests.some(({ known }) => known));
      const git = [...commands].filter((command) => command.includes(repository.url));
      assert.ok(git.length > 0, 'git was seen at work');
      for (const secret of [access.password, Buffer.from(`${access.user}:${access.password}`).toString('base64')]) {
        for (const text of [printed, machine, ...commands, ...repository.requests.map(({ url }) => url)])
          assert.ok(!text.includes(secret), text);
        const places = await placesOf(secret, installation);
        assert.deepEqual(places, secret === access.password ? ['scalers.secrets'] : []);
      }
    } finally {
      await repository.stop();
    }
  });

  it('replaces one that is killed, and has its task on another within a minute', async () => {
    const scaler = await scalers.startScaler('killed', { max: MAX });
    const task = await scalers.enqueue('killed', { diff: 'import time\nprint("started", flush=True)\ntime.sleep(600)\n' });
    await eventually('the task runs', async () => (await scalers.printed(task)).includes('started'), {
      deadlineMs: 3 * MINUTE_MS,
    });
    const [container] = await scalers.containersOf(scaler);
    await scalers.engine.docker.getContainer(container!.Id).kill({ signal: 'SIGKILL' });
    await eventually('the task waits again', async () => (await scalers.attemptsOf(task)).length === 2, {
      deadlineMs: MINUTE_MS,
    });
    await eventually('it runs again', async () => (await scalers.attemptsOf(task))[1]?.state === 'running', {
      deadlineMs: 3 * MINUTE_MS,
    });
    const [first, second] = await scalers.attemptsOf(task);
    assert.equal(first!.state, 'lost');
    assert.notEqual(first!.worker, second!.worker);
    const gone = (await scalers.machinesOf(scaler)).find(({ worker }) => worker === first!.worker);
    assert.equal(gone?.state, 'ended');
    // Docker says that it is gone, unless this host is so busy that its silence is noticed before.
    assert.match(gone.endReason!, /^(gone|silent)$/);
    const { client } = scalers.installation;
    await client.request('POST', `/api/autoscalers/${scaler}/stop`, { machines: 'all' });
    await eventually('the scaler has stopped', async () => {
      const { status } = await client.request<AutoscalerSummary>('GET', `/api/autoscalers/${scaler}`);
      return status === 'stopped';
    });
    assert.deepEqual(await scalers.containersOf(scaler), []);
    assert.equal(await scalers.statusOf(task), 'queued');
  });
});

/** Of every process of this host, with its arguments. */
const allCommands = (): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    });
