import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instance } from '@aws-sdk/client-ec2';
import { clearmlFile } from '../autoscaler/config/files.ts';
import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../support/api-server.ts';
import { startTestCloud, type TestCloud } from '../support/cloud/cloud.ts';
import { eventually } from '../support/eventually.ts';
import { provideSdk } from '../support/python-environment.ts';

const SCRIPT = join(import.meta.dirname, '../support/cloud/python-autoscaler.py');
const PREFIX = 'dynamic_worker:aws4gpu:g3s.xlarge';

describe("ClearML's own scaler, in Python, with its AWS driver", () => {
  let server: TestApi;
  let cloud: TestCloud;
  let scaler: ChildProcess;
  let folder: string;
  let output = '';
  before(async function () {
    const python = await provideSdk();
    const started = python && (await startTestCloud());
    if (!started) return this.skip();
    cloud = started;
    server = await startTestApi();
    folder = await mkdtemp(join(tmpdir(), 'perdura-python-scaler-'));
    scaler = await startScaler(python);
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') console.error(output.slice(-5000));
  });
  after(async () => {
    scaler?.kill('SIGKILL');
    if (scaler) await once(scaler, 'exit');
    await server?.release();
    await cloud?.release();
    if (folder) await rm(folder, { recursive: true });
  });

  async function startScaler(python: string): Promise<ChildProcess> {
    const file = clearmlFile(
      {
        hyper_params: {
          polling_interval_time_min: 0.02,
          max_idle_time_min: 0,
          max_spin_up_time_min: 30,
          workers_prefix: 'dynamic_worker',
        },
      },
      { key_name: 'gpu', ebs_device_name: '/dev/sda1', ebs_volume_size: 100, ebs_volume_type: 'gp2', security_group_ids: null },
    );
    Object.assign(file.configurations, { extra_clearml_conf: '', extra_vm_bash_script: '' });
    Object.assign(file.hyper_params, { git_user: '', git_pass: '', default_docker_image: '' });
    const path = join(folder, 'configuration.json');
    await writeFile(path, JSON.stringify(file));
    const child = spawn(python, [SCRIPT, path], {
      env: {
        ...process.env,
        HOME: folder,
        CLEARML_API_HOST: server.url,
        CLEARML_WEB_HOST: server.url,
        CLEARML_FILES_HOST: server.filesUrl,
        CLEARML_API_ACCESS_KEY: TEST_CREDENTIALS.accessKey,
        CLEARML_API_SECRET_KEY: TEST_CREDENTIALS.secretKey,
      },
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    return child;
  }

  const running = async (): Promise<Instance[]> => (await cloud.instances()).filter(({ State }) => State?.Name === 'running');
  const call = async (endpoint: string, body: object) => {
    const { status, meta, data } = await server.call(endpoint, body);
    assert.equal(status, 200, `${endpoint}: ${meta.result_msg}`);
    return data;
  };

  it('makes its queue', async () => {
    await eventually('the queue', async () => (await call('queues.get_all', { name: 'gpu_queue' })).queues[0]);
  });

  it('launches machines for what waits, three at most', async () => {
    const [{ id: queue }] = (await call('queues.get_all', { name: 'gpu_queue' })).queues;
    for (let number = 0; number < 4; number += 1) {
      const { id } = await call('tasks.create', { name: `t${number}`, type: 'training' });
      await call('tasks.enqueue', { task: id, queue });
    }
    await eventually('three machines', async () => (await running()).length === 3);
  });

  it('sees that its machines have registered, which are listed with their task', async () => {
    const [first] = await running();
    const worker = `${PREFIX}:${first!.InstanceId}`;
    const [{ id: queue }] = (await call('queues.get_all', { name: 'gpu_queue' })).queues;
    await call('workers.register', { worker, queues: [queue], timeout: 600 });
    const { entry } = await call('queues.get_next_task', { queue });
    await call('tasks.started', { task: entry.task });
    await call('workers.status_report', { worker, timestamp: Date.now(), queues: [queue], task: entry.task });
    const { workers } = await call('workers.get_all', {});
    assert.deepEqual(
      workers.map((one: any) => [one.id, one.task.id, one.queues.map(({ name }: any) => name)]),
      [[worker, entry.task, ['gpu_queue']]],
    );
    await server.call('tasks.completed', { task: entry.task });
    await call('workers.status_report', { worker, timestamp: Date.now(), queues: [queue] });
  });

  it('ends a machine that is idle', async () => {
    const [{ id: queue }] = (await call('queues.get_all', { name: 'gpu_queue' })).queues;
    while ((await call('queues.get_next_task', { queue })).entry);
    await eventually('a machine less', async () => (await running()).length === 2);
    assert.doesNotMatch(output, /Traceback|Error:/);
  });
});
