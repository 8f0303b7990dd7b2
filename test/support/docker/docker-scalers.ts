import assert from 'node:assert/strict';
import type { ContainerInfo } from 'dockerode';
import type { Context } from 'mocha';
import type { MachineView } from '../../../workflows/contracts/autoscaler-api.ts';
import { dockerFile } from '../../autoscaler/config/files.ts';
import { eventually } from '../eventually.ts';
import { type Installation, startInstallation } from '../installation.ts';
import { type Engine, startEngine } from './engine.ts';
import { MACHINE_IMAGE } from './machine-image.ts';

const MINUTE_MS = 60_000;

/** An installation whose scalers launch real containers. */
export class DockerScalers {
  readonly engine: Engine;
  readonly installation: Installation;

  private constructor(engine: Engine, installation: Installation) {
    this.engine = engine;
    this.installation = installation;
  }

  /** Skips the tests where there is no engine. */
  static async start(test: Context): Promise<DockerScalers> {
    const engine = await startEngine(test);
    try {
      return new DockerScalers(engine, await startInstallation({ env: { DOCKER_HOST: engine.host } }));
    } catch (error) {
      await engine.release();
      throw error;
    }
  }

  async release(): Promise<void> {
    await this.installation.release();
    await this.engine.release();
  }

  /** A scaler named as the queue that it serves, with at most so many machines. Answers its id. */
  async startScaler(queue: string, { max, hyperParams = {} }: { max: number; hyperParams?: object }): Promise<string> {
    const configuration = dockerFile(
      {
        configurations: {
          queues: { [queue]: [['local', max]] },
          // The tasks use the container's Python as it is.
          extra_vm_bash_script: 'export CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL=1',
        },
        hyper_params: { max_idle_time_min: 0.1, max_spin_up_time_min: 5, polling_interval_time_min: 1, ...hyperParams },
      },
      { image: MACHINE_IMAGE },
    );
    const body = { name: queue, configuration };
    return (await this.installation.client.request<{ id: string }>('POST', '/api/autoscalers', body)).id;
  }

  /** Those that have ended too. */
  async machinesOf(scaler: string): Promise<MachineView[]> {
    const path = `/api/autoscalers/${scaler}/machines?ended=true`;
    return (await this.installation.client.request<{ machines: MachineView[] }>('GET', path)).machines;
  }

  /** What all of them have printed. */
  async consoleOf(scaler: string): Promise<string> {
    const consoles = (await this.machinesOf(scaler)).map(({ id }) =>
      this.installation.client.request<{ text: string | null }>('GET', `/api/autoscalers/${scaler}/machines/${id}/console`),
    );
    return (await Promise.all(consoles)).map(({ text }) => text ?? '').join('\n');
  }

  /** Nobody else's: the engine may be that of this host. */
  containersOf(scaler: string): Promise<ContainerInfo[]> {
    return this.engine.docker.listContainers({ all: true, filters: { label: [`perdura.scaler=${scaler}`] } });
  }

  /** Most containers of a scaler at a time, until something is so. */
  async mostUntil(what: string, scaler: string, holds: () => Promise<boolean>): Promise<number> {
    let most = 0;
    await eventually(
      what,
      async () => {
        most = Math.max(most, (await this.containersOf(scaler)).length);
        return holds();
      },
      { deadlineMs: 6 * MINUTE_MS, everyMs: 200 },
    );
    return most;
  }

  async untilAllEnded(scaler: string): Promise<void> {
    await eventually(
      'the machines have ended',
      async () => (await this.machinesOf(scaler)).every(({ state }) => state === 'ended'),
      { deadlineMs: 2 * MINUTE_MS },
    );
    assert.deepEqual(await this.containersOf(scaler), []);
  }

  /** A task of one script; `script` may name a repository. Answers its id. */
  async enqueue(queue: string, script: object): Promise<string> {
    const { client } = this.installation;
    const { id } = await client.call<{ id: string }>('tasks.create', { name: queue, type: 'testing' });
    const alone = { repository: '', entry_point: 'task.py', working_dir: '.', requirements: { pip: '' } };
    await client.call('tasks.edit', { task: id, script: { ...alone, ...script } });
    await client.call('tasks.enqueue', { task: id, queue_name: queue });
    return id;
  }

  async statusOf(task: string): Promise<string> {
    return (await this.installation.client.call<{ task: { status: string } }>('tasks.get_by_id', { task })).task.status;
  }

  async attemptsOf(task: string): Promise<{ state: string; worker: string | null }[]> {
    const path = `/api/tasks/${task}/attempts`;
    return (await this.installation.client.request<{ attempts: { state: string; worker: string | null }[] }>('GET', path))
      .attempts;
  }

  async printed(task: string): Promise<string> {
    const { events } = await this.installation.client.call<{ events: { msg: string }[] }>('events.get_task_log', { task });
    return events.map(({ msg }) => msg).join('\n');
  }
}
