import assert from 'node:assert/strict';
import type { AutoscalerSummary, MachineView } from '../../workflows/contracts/autoscaler-api.ts';
import { type Engine, startEngine } from '../support/docker/engine.ts';
import { MACHINE_IMAGE } from '../support/docker/machine-image.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { dockerFile } from './config/files.ts';

const MAX = 2;
const MINUTE_MS = 60_000;

describe('an autoscaler of containers on this host', function () {
  this.timeout(900_000);
  let engine: Engine;
  let installation: Installation;
  before(async function () {
    engine = await startEngine(this);
    installation = await startInstallation({ env: { DOCKER_HOST: engine.host } });
  });
  after(async () => {
    await installation?.release();
    await engine?.release();
  });

  async function startScaler(queue: string): Promise<string> {
    const configuration = dockerFile(
      {
        configurations: {
          queues: { [queue]: [['local', MAX]] },
          // The tasks use the container's Python as it is.
          extra_vm_bash_script: 'export CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL=1',
        },
        hyper_params: { max_idle_time_min: 0.1, max_spin_up_time_min: 5, polling_interval_time_min: 1 },
      },
      { image: MACHINE_IMAGE },
    );
    const { id } = await installation.client.request<{ id: string }>('POST', '/api/autoscalers', { name: queue, configuration });
    return id;
  }
  const machinesOf = async (scaler: string) =>
    (await installation.client.request<{ machines: MachineView[] }>('GET', `/api/autoscalers/${scaler}/machines?ended=true`))
      .machines;
  /** Nobody else's: the engine may be that of this host. */
  const containersOf = (scaler: string) =>
    engine.docker.listContainers({ all: true, filters: { label: [`perdura.scaler=${scaler}`] } });

  async function enqueue(queue: string, code: string): Promise<string> {
    const { client } = installation;
    const { id } = await client.call<{ id: string }>('tasks.create', { name: queue, type: 'testing' });
    const script = { repository: '', diff: code, entry_point: 'task.py', working_dir: '.', requirements: { pip: '' } };
    await client.call('tasks.edit', { task: id, script });
    await client.call('tasks.enqueue', { task: id, queue_name: queue });
    return id;
  }
  const statusOf = async (task: string): Promise<string> =>
    (await installation.client.call<{ task: { status: string } }>('tasks.get_by_id', { task })).task.status;
  const attemptsOf = async (task: string) =>
    (
      await installation.client.request<{ attempts: { state: string; worker: string | null }[] }>(
        'GET',
        `/api/tasks/${task}/attempts`,
      )
    ).attempts;
  const printed = async (task: string): Promise<string> =>
    (await installation.client.call<{ events: { msg: string }[] }>('events.get_task_log', { task })).events
      .map(({ msg }) => msg)
      .join('\n');

  it('launches them for tasks that wait, at most as many as it may, and ends them when nothing waits', async () => {
    const scaler = await startScaler('burst');
    const tasks = await Promise.all(
      Array.from({ length: 5 }, () => enqueue('burst', 'import time\nprint("ran")\ntime.sleep(2)\n')),
    );
    let most = 0;
    await eventually(
      'all tasks have run',
      async () => {
        most = Math.max(most, (await containersOf(scaler)).length);
        return (await Promise.all(tasks.map(statusOf))).every((status) => status === 'completed');
      },
      { deadlineMs: 6 * MINUTE_MS, everyMs: 200 },
    );
    assert.equal(most, MAX);
    await eventually('the machines have ended', async () => (await machinesOf(scaler)).every(({ state }) => state === 'ended'), {
      deadlineMs: 2 * MINUTE_MS,
    });
    assert.deepEqual(await containersOf(scaler), []);
    const machines = await machinesOf(scaler);
    assert.equal(
      machines.reduce((sum, machine) => sum + machine.tasks, 0),
      5,
    );
    assert.ok(
      machines.every(({ joined, endReason }) => joined && endReason === 'idle'),
      JSON.stringify(machines),
    );
    const { workers } = await installation.client.call<{ workers: { id: string }[] }>('workers.get_all');
    assert.deepEqual(workers, []);
  });

  it('replaces one that is killed, and has its task on another within a minute', async () => {
    const scaler = await startScaler('killed');
    const task = await enqueue('killed', 'import time\nprint("started", flush=True)\ntime.sleep(600)\n');
    await eventually('the task runs', async () => (await printed(task)).includes('started'), { deadlineMs: 3 * MINUTE_MS });
    const [container] = await containersOf(scaler);
    await engine.docker.getContainer(container!.Id).kill({ signal: 'SIGKILL' });
    await eventually('the task waits again', async () => (await attemptsOf(task)).length === 2, { deadlineMs: MINUTE_MS });
    await eventually('it runs again', async () => (await attemptsOf(task))[1]?.state === 'running', {
      deadlineMs: 3 * MINUTE_MS,
    });
    const [first, second] = await attemptsOf(task);
    assert.equal(first!.state, 'lost');
    assert.notEqual(first!.worker, second!.worker);
    const gone = (await machinesOf(scaler)).find(({ worker }) => worker === first!.worker);
    assert.deepEqual([gone?.state, gone?.endReason], ['ended', 'gone']);
    await installation.client.request('POST', `/api/autoscalers/${scaler}/stop`, { machines: 'all' });
    await eventually('the scaler has stopped', async () => {
      const { status } = await installation.client.request<AutoscalerSummary>('GET', `/api/autoscalers/${scaler}`);
      return status === 'stopped';
    });
    assert.deepEqual(await containersOf(scaler), []);
    assert.equal(await statusOf(task), 'queued');
  });
});
