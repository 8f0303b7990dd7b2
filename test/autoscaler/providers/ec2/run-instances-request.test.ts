import assert from 'node:assert/strict';
import { placesOf, runInstancesRequest } from '../../../../autoscaler/providers/ec2/run-instances-request.ts';
import { firstBootScript } from '../../../../autoscaler/providers/first-boot.ts';
import { ec2Resource, launchRequest } from '../../../support/cloud/ec2-resource.ts';

describe('the request for a machine of EC2', () => {
  const ask = (...args: Parameters<typeof launchRequest>) => {
    const request = launchRequest(...args);
    return runInstancesRequest(request, placesOf(request.resource as never)[0]!);
  };

  it("of ClearML's own example is this and nothing else", () => {
    const tags = [
      { Key: 'Name', Value: 'perdura gpu_queue' },
      { Key: 'perdura:scaler', Value: 's-1' },
      { Key: 'perdura:machine', Value: 'm-1' },
    ];
    assert.deepEqual(ask(), {
      ImageId: 'ami-04129d3de24f88348',
      InstanceType: 'g3s.xlarge',
      MinCount: 1,
      MaxCount: 1,
      ClientToken: 'm-1-us-west-2c',
      KeyName: 'gpu',
      Placement: { AvailabilityZone: 'us-west-2c' },
      Monitoring: { Enabled: false },
      MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled' },
      BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: { VolumeSize: 100, VolumeType: 'gp2', DeleteOnTermination: true } }],
      InstanceInitiatedShutdownBehavior: 'terminate',
      UserData: Buffer.from(firstBootScript(launchRequest(), 'aws')).toString('base64'),
      TagSpecifications: [
        { ResourceType: 'instance', Tags: tags },
        { ResourceType: 'volume', Tags: tags },
      ],
    });
  });

  it('for the spot market asks once, and tags the request for it too', () => {
    const { InstanceMarketOptions, TagSpecifications } = ask({ is_spot: true });
    assert.deepEqual(InstanceMarketOptions, {
      MarketType: 'spot',
      SpotOptions: { SpotInstanceType: 'one-time', InstanceInterruptionBehavior: 'terminate' },
    });
    assert.deepEqual(
      TagSpecifications!.map(({ ResourceType }) => ResourceType),
      ['instance', 'volume', 'spot-instances-request'],
    );
  });

  it('names a subnet in place of a zone, and what the machine is let into and may do', () => {
    const { SubnetId, Placement, SecurityGroupIds, IamInstanceProfile, Monitoring, KeyName } = ask({
      subnet_ids: ['subnet-1'],
      security_group_ids: ['sg-1', 'sg-2'],
      iam_name: 'trainer',
      enable_monitoring: true,
      key_name: null,
    });
    assert.deepEqual(
      { SubnetId, Placement, SecurityGroupIds, IamInstanceProfile, Monitoring, KeyName },
      {
        SubnetId: 'subnet-1',
        Placement: undefined,
        SecurityGroupIds: ['sg-1', 'sg-2'],
        IamInstanceProfile: { Name: 'trainer' },
        Monitoring: { Enabled: true },
        KeyName: undefined,
      },
    );
  });

  it('prefers the address of a profile to its name', () => {
    const arn = 'arn:aws:iam::1:instance-profile/trainer';
    assert.deepEqual(ask({ iam_name: 'other', iam_arn: arn }).IamInstanceProfile, { Arn: arn });
  });

  it('makes a volume from a snapshot, or of 80 GiB where no size is said, or none', () => {
    const volume = (fields: object) =>
      ask({ ebs_volume_size: null, ebs_volume_type: null, ...fields }).BlockDeviceMappings?.[0]?.Ebs;
    assert.deepEqual(volume({ ebs_snapshot_id: 'snap-1' }), { SnapshotId: 'snap-1', DeleteOnTermination: true });
    assert.deepEqual(volume({}), { VolumeSize: 80, VolumeType: 'gp3', DeleteOnTermination: true });
    assert.equal(volume({ ebs_device_name: null }), undefined);
  });

  it('takes further fields as they are, but not what keeps machines from being lost', () => {
    const asked = ask({
      tags: { team: 'vision', Name: 'mine' },
      is_spot: true,
      extra_configurations: {
        EbsOptimized: true,
        MetadataOptions: { HttpPutResponseHopLimit: 2 },
        InstanceMarketOptions: { SpotOptions: { MaxPrice: '0.3', SpotInstanceType: 'persistent' } },
        InstanceInitiatedShutdownBehavior: 'stop',
        TagSpecifications: [
          {
            ResourceType: 'instance',
            Tags: [
              { Key: 'perdura:machine', Value: 'other' },
              { Key: 'cost', Value: '7' },
            ],
          },
          { ResourceType: 'network-interface', Tags: [{ Key: 'cost', Value: '7' }] },
        ],
      },
    });
    assert.equal(asked.EbsOptimized, true);
    assert.deepEqual(asked.MetadataOptions, { HttpTokens: 'required', HttpEndpoint: 'enabled', HttpPutResponseHopLimit: 2 });
    assert.deepEqual(asked.InstanceMarketOptions, {
      MarketType: 'spot',
      SpotOptions: { SpotInstanceType: 'one-time', InstanceInterruptionBehavior: 'terminate', MaxPrice: '0.3' },
    });
    assert.equal(asked.InstanceInitiatedShutdownBehavior, 'terminate');
    const [instance, , , interfaces] = asked.TagSpecifications!;
    assert.deepEqual(instance!.Tags, [
      { Key: 'cost', Value: '7' },
      { Key: 'Name', Value: 'mine' },
      { Key: 'team', Value: 'vision' },
      { Key: 'perdura:scaler', Value: 's-1' },
      { Key: 'perdura:machine', Value: 'm-1' },
    ]);
    assert.equal(interfaces!.ResourceType, 'network-interface');
  });

  it('may be for each subnet in turn, else for each zone', () => {
    const zones = { availability_zones: ['a', 'b'] };
    assert.deepEqual(
      placesOf(ec2Resource({ ...zones, subnet_ids: ['s', 't'] })).map(({ kind, name }) => [kind, name]),
      [
        ['subnet', 's'],
        ['subnet', 't'],
      ],
    );
    assert.deepEqual(
      placesOf(ec2Resource(zones)).map(({ kind, name }) => [kind, name]),
      [
        ['zone', 'a'],
        ['zone', 'b'],
      ],
    );
  });
});
