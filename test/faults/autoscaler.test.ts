import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Instance } from '@aws-sdk/client-ec2';
import { parse } from 'yaml';
import type { AutoscalerView, MachineView } from '../../workflows/contracts/autoscaler-api.ts';
import { startTestCloud, type TestCloud } from '../support/cloud/cloud.ts';
import { killUpon } from '../support/cloud/kill-upon.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

const EXAMPLE = fileURLToPath(new URL('../../examples/autoscaler/aws_autoscaler.yaml', import.meta.url));
/** Of the example. */
const MOST = 3;
const DEADLINE = { deadlineMs: 240_000 };

describe('a scaler of machines on EC2', function () {
  this.timeout(600_000);
  let cloud: TestCloud;
  let installation: Installation;
  let scaler: string;
  before(async function () {
    const started = await startTestCloud();
    if (!started) return this.skip();
    cloud = started;
    installation = await startInstallation();
  });
  beforeEach(async () => {
    const { id } = await request<AutoscalerView>('POST', '/api/autoscalers', {
      name: 'example',
      configuration: parse(await readFile(EXAMPLE, 'utf8')),
    });
    scaler = id;
  });
  afterEach(async () => {
    if ((await view()).status === 'running') await stop();
    await eventually('no machine is left', async () => (await live()).length === 0, DEADLINE);
    await eventually('the scaler has stopped', async () => (await view()).status === 'stopped', DEADLINE);
    await cloud.reset();
  });
  after(async () => {
    await installation?.release();
    await cloud?.release();
  });

  const request = <T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> =>
    installation.client.request<T>(method, path, body);
  const view = () => request<AutoscalerView>('GET', `/api/autoscalers/${scaler}`);
  const stop = () => request('POST', `/api/autoscalers/${scaler}/stop`, { machines: 'all' });
  const machines = async () =>
    (await request<{ machines: MachineView[] }>('GET', `/api/autoscalers/${scaler}/machines`)).machines;
  const live = async (): Promise<Instance[]> => (await cloud.instances()).filter(({ State }) => State?.Name !== 'terminated');
  const enqueue = async (count: number) => {
    const { queues } = await installation.client.call<{ queues: { id: string }[] }>('queues.get_all', { name: '^gpu_queue$' });
    for (let number = 0; number < count; number += 1) {
      const { id } = await installation.client.call<{ id: string }>('tasks.create', { name: `task ${number}`, type: 'training' });
      await installation.client.call('tasks.enqueue', { task: id, queue: queues[0]!.id });
    }
  };
  const untilLaunched = () =>
    eventually(
      'the records know the machines',
      async () => {
        const known = (await machines()).filter(({ state }) => state === 'starting');
        return known.length === MOST && known.every(({ cloudId }) => cloudId !== null);
      },
      DEADLINE,
    );
  const tagsOf = (instance: Instance) => Object.fromEntries(instance.Tags!.map(({ Key, Value }) => [Key, Value]));

  it("launches three machines for ten tasks by ClearML's example as it is", async () => {
    await enqueue(10);
    await untilLaunched();
    const found = (await live()).map(({ InstanceType, ImageId, KeyName, Placement, MetadataOptions }) => [
      InstanceType,
      ImageId,
      KeyName,
      Placement?.AvailabilityZone,
      MetadataOptions?.HttpTokens,
    ]);
    assert.deepEqual(found, Array(MOST).fill(['g3s.xlarge', 'ami-04129d3de24f88348', 'gpu', 'us-west-2c', 'required']));
    const known = await machines();
    assert.deepEqual(
      (await live()).map((instance) => [tagsOf(instance)['perdura:machine'], instance.InstanceId]).toSorted(),
      known.map(({ id, cloudId }) => [id, cloudId]).toSorted(),
    );
  });

  it('that is killed when EC2 has launched a machine finds it again, and launches no other in its place', async () => {
    killUpon(cloud, installation, 'RunInstances');
    cloud.lag(3_000);
    await enqueue(10);
    await untilLaunched();
    assert.equal((await cloud.instances()).length, MOST);
  });

  it('that is killed when it has ended a machine forgets none of the others', async () => {
    await enqueue(10);
    await untilLaunched();
    killUpon(cloud, installation, 'TerminateInstances');
    await stop();
    await eventually('no machine is left', async () => (await live()).length === 0, DEADLINE);
    assert.equal((await cloud.instances()).length, MOST);
  });
});
