import assert from 'node:assert/strict';
import {
  DescribeInstanceAttributeCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  type Instance,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { createEc2Provider } from '../../../../autoscaler/providers/ec2/ec2-provider.ts';
import type { MachineProvider } from '../../../../autoscaler/providers/provider.ts';
import { startTestCloud, TEST_REGION, type TestCloud } from '../../../support/cloud/cloud.ts';
import { launchRequest } from '../../../support/cloud/ec2-resource.ts';
import { refusalOf } from '../../../support/cloud/refusal-of.ts';

const ACCESS = {
  cloud_credentials_key: 'AKIDTEST',
  cloud_credentials_secret: 's3cret-of-aws',
  cloud_credentials_region: TEST_REGION,
  use_credentials_chain: false,
};
const TWO_ZONES = { availability_zones: ['us-west-2a', 'us-west-2b'] };

describe('machines of EC2', () => {
  let cloud: TestCloud;
  let provider: MachineProvider;
  before(async function () {
    const started = await startTestCloud();
    if (!started) return this.skip();
    cloud = started;
    provider = createEc2Provider(ACCESS);
  });
  afterEach(() => cloud.reset());
  after(async () => {
    await provider?.close();
    await cloud?.release();
  });

  const live = async (): Promise<Instance[]> => (await cloud.instances()).filter(({ State }) => State?.Name !== 'terminated');
  const zonesAsked = () => cloud.callsOf('RunInstances').map(({ parameters }) => parameters['Placement.AvailabilityZone']);

  describe('are launched', () => {
    it('with their tags, disk, place and rules from the first moment', async () => {
      const machine = await provider.launch(launchRequest({ tags: { team: 'vision' } }));
      const [instance] = await cloud.instances();
      assert.deepEqual(
        { ...machine, launchedAt: undefined },
        {
          ...machine,
          cloudId: instance!.InstanceId,
          machine: 'm-1',
          zone: 'us-west-2c',
          interrupted: false,
          endedBy: null,
          launchedAt: undefined,
        },
      );
      assert.equal(instance!.MetadataOptions?.HttpTokens, 'required');
      assert.deepEqual(cloud.callsOf('CreateTags'), []);
      const tags = Object.fromEntries(instance!.Tags!.map(({ Key, Value }) => [Key, Value]));
      assert.deepEqual(tags, { Name: 'perdura gpu_queue', team: 'vision', 'perdura:scaler': 's-1', 'perdura:machine': 'm-1' });
      const { Volumes } = await cloud.direct.send(new DescribeVolumesCommand({}));
      assert.deepEqual(
        Volumes!.map(({ Size, VolumeType }) => [Size, VolumeType]),
        [[100, 'gp2']],
      );
    });

    it('with user data that has no secret but the token for one join', async () => {
      const { cloudId } = await provider.launch(launchRequest());
      const { UserData } = await cloud.direct.send(
        new DescribeInstanceAttributeCommand({ InstanceId: cloudId, Attribute: 'userData' }),
      );
      const script = Buffer.from(UserData!.Value!, 'base64').toString();
      assert.match(script, /^#!\/bin\/bash/);
      assert.match(script, /http:\/\/perdura\.example:8008/);
      assert.match(script, /join-token-of-m-1/);
      assert.doesNotMatch(script, /s3cret-of-aws|AKIDTEST/);
    });

    it('with the keys of the configuration, or those that the chain finds', async () => {
      const keys: (string | undefined)[] = [];
      for (const access of [ACCESS, { ...ACCESS, cloud_credentials_key: '' }, { ...ACCESS, use_credentials_chain: true }]) {
        const own = createEc2Provider(access);
        await own.list('s-1');
        await own.close();
        keys.push(cloud.callsOf('DescribeInstances').at(-1)!.accessKey);
      }
      assert.deepEqual(keys, ['AKIDTEST', 'test', 'test']);
    });

    it('on the spot market when that is wanted', async () => {
      await provider.launch(launchRequest({ is_spot: true }));
      assert.equal((await cloud.instances())[0]!.InstanceLifecycle, 'spot');
    });

    it('in a subnet', async () => {
      const { Subnets } = await cloud.direct.send(new DescribeSubnetsCommand({}));
      const { SubnetId, AvailabilityZone } = Subnets![1]!;
      const { zone } = await provider.launch(launchRequest({ subnet_ids: [SubnetId!] }));
      assert.equal(zone, AvailabilityZone);
    });
  });

  describe('are launched once', () => {
    it('however often that is asked for', async () => {
      const first = await provider.launch(launchRequest());
      const again = await provider.launch(launchRequest());
      assert.equal(again.cloudId, first.cloudId);
      assert.equal(cloud.callsOf('RunInstances').length, 1);
    });

    it('while EC2 does not show the machine yet', async () => {
      cloud.lag(60_000);
      const first = await provider.launch(launchRequest());
      const again = await provider.launch(launchRequest());
      assert.equal(again.cloudId, first.cloudId);
      assert.equal((await live()).length, 1);
    });

    it('by two that launch it at the same time', async () => {
      const other = createEc2Provider(ACCESS);
      const [a, b] = await Promise.all([provider.launch(launchRequest()), other.launch(launchRequest())]);
      await other.close();
      assert.equal(a.cloudId, b.cloudId);
      assert.equal((await live()).length, 1);
    });

    it('when the answer to the launch is lost', async () => {
      cloud.inject({ action: 'RunInstances', fault: 'cut after', times: 1 });
      const { cloudId } = await provider.launch(launchRequest());
      assert.deepEqual(
        (await live()).map(({ InstanceId }) => InstanceId),
        [cloudId],
      );
    });

    it('when no answer ever came, EC2 does not show it yet, and a place tried before has room again', async () => {
      cloud.lag(60_000);
      cloud.inject(
        { action: 'RunInstances', fault: { code: 'InsufficientInstanceCapacity', status: 500 }, times: 1 },
        { action: 'RunInstances', fault: 'cut after', times: 3 },
      );
      await assert.rejects(provider.launch(launchRequest(TWO_ZONES)), /EC2 did not answer/);
      const { zone } = await provider.launch(launchRequest(TWO_ZONES));
      assert.equal(zone, 'us-west-2b');
      assert.equal((await live()).length, 1);
    });

    it('when it is asked for in other words meanwhile', async () => {
      cloud.lag(2_000);
      const first = await provider.launch(launchRequest());
      const again = await provider.launch(launchRequest({}, { name: 'another name' }));
      assert.equal(again.cloudId, first.cloudId);
      assert.equal(cloud.callsOf('RunInstances').length, 2);
    });

    it('and not again after they have ended', async () => {
      const { cloudId } = await provider.launch(launchRequest());
      await provider.end(cloudId);
      assert.deepEqual((({ cloudId, state }) => [cloudId, state])(await provider.launch(launchRequest())), [cloudId, 'gone']);
    });
  });

  describe('are refused', () => {
    it('for lack of capacity after all places were asked, each once', async () => {
      cloud.inject({
        action: 'RunInstances',
        fault: { code: 'InsufficientInstanceCapacity', message: 'no g3s left', status: 500 },
      });
      const refusal = await refusalOf(provider.launch(launchRequest(TWO_ZONES)));
      assert.deepEqual([refusal.kind, refusal.message], ['capacity', 'InsufficientInstanceCapacity: no g3s left']);
      assert.deepEqual(zonesAsked(), ['us-west-2a', 'us-west-2b']);
    });

    it('in one place and launched in the next', async () => {
      cloud.inject({ action: 'RunInstances', fault: { code: 'InsufficientInstanceCapacity', status: 500 }, times: 1 });
      assert.equal((await provider.launch(launchRequest(TWO_ZONES))).zone, 'us-west-2b');
    });

    it("at the account's limit without asking elsewhere", async () => {
      cloud.inject({ action: 'RunInstances', fault: { code: 'VcpuLimitExceeded', message: 'limit of 4 vCPU' } });
      const refusal = await refusalOf(provider.launch(launchRequest(TWO_ZONES)));
      assert.deepEqual([refusal.kind, zonesAsked().length], ['quota', 1]);
    });

    it('while EC2 is asked too often, though not at the first time', async () => {
      const throttled = { action: 'RunInstances', fault: { code: 'RequestLimitExceeded', status: 503 } };
      cloud.inject({ ...throttled, times: 2 });
      await provider.launch(launchRequest());
      cloud.inject(throttled);
      assert.equal((await refusalOf(provider.launch(launchRequest({}, { machine: 'm-2' })))).kind, 'throttled');
      assert.equal((await live()).length, 1);
    });

    it('with credentials that EC2 does not know', async () => {
      cloud.inject({
        action: 'DescribeInstances',
        fault: { code: 'AuthFailure', message: 'not able to validate the credentials', status: 401 },
      });
      assert.equal((await refusalOf(provider.launch(launchRequest()))).kind, 'credentials');
      assert.equal((await refusalOf(provider.list('s-1'))).kind, 'credentials');
    });

    it('for an image that does not exist', async () => {
      cloud.inject({
        action: 'RunInstances',
        fault: { code: 'InvalidAMIID.NotFound', message: "The image id '[ami-0]' does not exist" },
      });
      const refusal = await refusalOf(provider.launch(launchRequest({ ami_id: 'ami-0' })));
      assert.deepEqual(
        [refusal.kind, refusal.message],
        ['invalid', "InvalidAMIID.NotFound: The image id '[ami-0]' does not exist"],
      );
    });
  });

  describe('are found', () => {
    it('by their scaler, over several pages, those of others left out', async () => {
      for (const machine of ['a', 'b', 'c']) await provider.launch(launchRequest({}, { machine }));
      await provider.launch(launchRequest({}, { machine: 'd', scaler: 's-2' }));
      cloud.page(2);
      cloud.calls.length = 0;
      const found = await provider.list('s-1');
      assert.equal(cloud.calls.length, 2);
      assert.deepEqual(found.map(({ machine, state }) => [machine, state]).toSorted(), [
        ['a', 'running'],
        ['b', 'running'],
        ['c', 'running'],
      ]);
    });

    it('with one call as long as none is of the spot market', async () => {
      await provider.launch(launchRequest());
      cloud.calls.length = 0;
      await provider.list('s-1');
      assert.deepEqual(
        cloud.calls.map(({ action }) => action),
        ['DescribeInstances'],
      );
    });

    it('as interrupted when EC2 has said that it will take them back', async () => {
      const { cloudId } = await provider.launch(launchRequest({ is_spot: true }));
      assert.equal((await provider.list('s-1'))[0]!.interrupted, false);
      cloud.warn(cloudId);
      const [machine] = await provider.list('s-1');
      assert.deepEqual([machine!.state, machine!.interrupted, machine!.endedBy], ['running', true, null]);
    });

    it('as gone, and why, when EC2 has taken them back', async () => {
      const { cloudId } = await provider.launch(launchRequest({ is_spot: true }));
      await cloud.takeBack(cloudId);
      const [machine] = await provider.list('s-1');
      assert.deepEqual([machine!.state, machine!.interrupted], ['gone', true]);
      assert.match(machine!.endedBy!, /Server\.SpotInstanceTermination/);
    });

    it('as gone, and why, when their hardware has failed', async () => {
      const { cloudId } = await provider.launch(launchRequest());
      await cloud.takeBack(cloudId);
      const [machine] = await provider.list('s-1');
      assert.deepEqual([machine!.state, machine!.interrupted], ['gone', false]);
      assert.match(machine!.endedBy!, /Server\.InternalError/);
    });

    it('as gone when somebody has ended them in the console of AWS', async () => {
      const { cloudId } = await provider.launch(launchRequest());
      await cloud.direct.send(new TerminateInstancesCommand({ InstanceIds: [cloudId] }));
      const [machine] = await provider.list('s-1');
      assert.deepEqual([machine!.state, machine!.endedBy], ['gone', null]);
    });
  });

  describe('are ended', () => {
    it('also twice', async () => {
      const { cloudId } = await provider.launch(launchRequest());
      await provider.end(cloudId);
      await provider.end(cloudId);
      assert.deepEqual(await live(), []);
    });

    it('although EC2 does not know yet what it has just launched', async () => {
      cloud.lag(1_500);
      await provider.end((await provider.launch(launchRequest())).cloudId);
      assert.deepEqual(await live(), []);
    });

    it('without a complaint when EC2 knows nothing of them', async () => {
      await provider.end('i-0123456789abcdef0');
    });
  });

  it('show what they have printed', async () => {
    const { cloudId } = await provider.launch(launchRequest());
    assert.match((await provider.readConsole(cloudId))!, /Linux version/);
    assert.equal(await provider.readConsole('i-0123456789abcdef0'), null);
  });

  it('show what EC2 keeps of their start, where it has nothing newer', async () => {
    const { cloudId } = await provider.launch(launchRequest());
    cloud.inject({
      action: 'GetConsoleOutput',
      when: ({ parameters }) => parameters.Latest === 'true',
      fault: { code: 'UnsupportedOperation' },
    });
    assert.match((await provider.readConsole(cloudId))!, /Linux version/);
  });
});
