import assert from 'node:assert/strict';
import { type Instance, RunInstancesCommand } from '@aws-sdk/client-ec2';
import type { AutoscalerView, MachineView } from '../../workflows/contracts/autoscaler-api.ts';
import { clearmlFile } from '../autoscaler/config/files.ts';
import { startTestCloud, TEST_REGION, type TestCloud } from '../support/cloud/cloud.ts';
import { listOf, valuesOf } from '../support/cloud/ec2-call.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

/** Under load every process takes its time. */
const DEADLINE = { deadlineMs: 120_000 };
const EACH = 2;

/** A scaler that asks the cloud with a key of its own, by which its calls are known. */
interface Scaler {
  installation: Installation;
  id: string;
  key: string;
  prefix: string;
}

describe('scalers of one cloud account', function () {
  this.timeout(600_000);
  let cloud: TestCloud;
  let here: Installation;
  let elsewhere: Installation;
  let left: Scaler;
  let right: Scaler;
  /** Has the name, the prefix, the queue and the resource of `left`, in another installation. */
  let twin: Scaler;
  /** Nobody's here, though its name is as that of `left`'s machines. */
  let stranger: string;
  before(async function () {
    const started = await startTestCloud();
    if (!started) return this.skip();
    cloud = started;
    [here, elsewhere] = await Promise.all([startInstallation(), startInstallation()]);
    left = await start(here, { key: 'LEFT', prefix: 'left' });
    right = await start(here, { key: 'RIGHT', prefix: 'right' });
    twin = await start(elsewhere, { key: 'TWIN', prefix: 'left' });
    for (const scaler of [left, right, twin]) await enqueue(scaler);
    await Promise.all([left, right, twin].map(untilLaunched));
    stranger = await launchStranger(nameOf((await instancesOf(left))[0]!));
  });
  after(async () => {
    await Promise.all([here, elsewhere].map((installation) => installation?.release()));
    await cloud?.release();
  });

  async function start(installation: Installation, { key, prefix }: { key: string; prefix: string }): Promise<Scaler> {
    const configuration = clearmlFile({
      configurations: { queues: { [prefix]: [['aws4gpu', EACH]] } },
      hyper_params: {
        ...{ cloud_credentials_key: key, cloud_credentials_secret: 'secret', use_credentials_chain: false },
        ...{ workers_prefix: prefix, polling_interval_time_min: 0.02 },
      },
    });
    const { id } = await installation.client.request<AutoscalerView>('POST', '/api/autoscalers', { name: prefix, configuration });
    return { installation, id, key, prefix };
  }
  async function enqueue({ installation, prefix }: Scaler): Promise<void> {
    for (let number = 0; number < 2 * EACH; number += 1) {
      const { id } = await installation.client.call<{ id: string }>('tasks.create', { name: `task ${number}`, type: 'training' });
      await installation.client.call('tasks.enqueue', { task: id, queue_name: prefix });
    }
  }
  const machines = async ({ installation, id }: Scaler) =>
    (await installation.client.request<{ machines: MachineView[] }>('GET', `/api/autoscalers/${id}/machines`)).machines;
  const untilLaunched = (scaler: Scaler) =>
    eventually(
      `${scaler.key} knows its machines`,
      async () => (await machines(scaler)).filter(({ cloudId }) => cloudId !== null).length === EACH,
      DEADLINE,
    );

  async function launchStranger(name: string): Promise<string> {
    const { Instances } = await cloud.direct.send(
      new RunInstancesCommand({
        ...{ ImageId: 'ami-1', InstanceType: 'g3s.xlarge', MinCount: 1, MaxCount: 1 },
        Placement: { AvailabilityZone: `${TEST_REGION}c` },
        TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: name }] }],
      }),
    );
    return Instances![0]!.InstanceId!;
  }
  const tagOf = ({ Tags = [] }: Instance, key: string) => Tags.find(({ Key }) => Key === key)?.Value;
  const nameOf = (instance: Instance) => tagOf(instance, 'Name')!;
  const idsOf = (instances: Instance[]) => instances.map(({ InstanceId }) => InstanceId!).toSorted();
  const live = async () => (await cloud.instances()).filter(({ State }) => State?.Name === 'running');
  /** Those that carry its tag and live. */
  const instancesOf = async ({ id }: Scaler) => (await live()).filter((instance) => tagOf(instance, 'perdura:scaler') === id);
  const callsOf = ({ key }: Scaler, action: string) => cloud.callsOf(action).filter(({ accessKey }) => accessKey === key);
  /** Every scaler has looked at its cloud anew. */
  const untilLooked = (...scalers: Scaler[]) =>
    Promise.all(
      scalers.map(async (scaler) => {
        const before = callsOf(scaler, 'DescribeInstances').length;
        await eventually(`${scaler.key} looks`, async () => callsOf(scaler, 'DescribeInstances').length > before + 1, DEADLINE);
      }),
    );

  it('name and tag their machines as their own, and each knows those alone', async () => {
    for (const scaler of [left, right, twin]) {
      const own = await instancesOf(scaler);
      assert.equal(own.length, EACH);
      for (const instance of own) assert.equal(nameOf(instance), `${scaler.prefix}-${scaler.prefix}-aws4gpu`);
      const known = await machines(scaler);
      assert.deepEqual(known.map(({ cloudId }) => cloudId).toSorted(), idsOf(own));
    }
    assert.equal((await live()).length, 3 * EACH + 1);
  });

  it("let the others' machines live when one is stopped with all of its own, be the prefix another one or the same", async () => {
    const [rights, twins] = [idsOf(await instancesOf(right)), idsOf(await instancesOf(twin))];
    await here.client.request('POST', `/api/autoscalers/${left.id}/stop`, { machines: 'all' });
    await eventually('its machines are gone', async () => (await instancesOf(left)).length === 0, DEADLINE);
    await untilLooked(right, twin);
    assert.deepEqual(idsOf(await live()), [...rights, ...twins, stranger].toSorted());
    for (const [scaler, ids] of [
      [right, rights],
      [twin, twins],
    ] as const)
      assert.deepEqual((await machines(scaler)).map(({ cloudId }) => cloudId).toSorted(), ids);
  });

  it('never asked to end what was not theirs, nor looked for more than their own tags', async () => {
    await elsewhere.client.request('POST', `/api/autoscalers/${twin.id}/stop`, { machines: 'all' });
    await eventually('its machines are gone', async () => (await instancesOf(twin)).length === 0, DEADLINE);
    const owner = new Map((await cloud.instances()).map((instance) => [instance.InstanceId, tagOf(instance, 'perdura:scaler')]));
    const machineOwner = new Map(
      (await cloud.instances()).map((instance) => [tagOf(instance, 'perdura:machine'), tagOf(instance, 'perdura:scaler')]),
    );
    for (const scaler of [left, right, twin]) {
      const ended = callsOf(scaler, 'TerminateInstances').flatMap((call) => valuesOf(call, 'InstanceId'));
      for (const id of ended) assert.equal(owner.get(id), scaler.id, `${scaler.key} ends ${id}`);
      for (const call of callsOf(scaler, 'DescribeInstances')) {
        const [{ Name, 'Value.1': value } = {}] = listOf(call, 'Filter');
        assert.equal(Name === 'tag:perdura:scaler' ? value : machineOwner.get(value), scaler.id, `${Name} ${value}`);
      }
    }
    assert.ok((await live()).some(({ InstanceId }) => InstanceId === stranger));
    assert.equal((await instancesOf(right)).length, EACH);
  });
});
