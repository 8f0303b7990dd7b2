import type { BlockDeviceMapping, ResourceType, RunInstancesCommandInput, TagSpecification } from '@aws-sdk/client-ec2';
import type { Ec2Resource } from '../../config/scaler-configuration.ts';
import { firstBootScript } from '../first-boot.ts';
import type { Place } from '../launch-in-turn.ts';
import { mergeDeep } from '../merge-deep.ts';
import { CloudRefusal, type LaunchRequest } from '../provider.ts';

/** What machines are found again by. */
export const TAG = { scaler: 'perdura:scaler', machine: 'perdura:machine' } as const;

/** As ClearML's driver has them for volumes that the file does not describe further. */
const VOLUME = { size: 80, type: 'gp3' };

export interface Ec2Place extends Place {
  kind: 'zone' | 'subnet';
}

export function placesOf({ subnet_ids, availability_zones }: Ec2Resource): Ec2Place[] {
  if (subnet_ids.length > 0) return subnet_ids.map((name) => ({ kind: 'subnet', name }));
  return availability_zones.map((name) => ({ kind: 'zone', name }));
}

/** All of one call, so that a machine never exists without its tags. */
export function runInstancesRequest(request: LaunchRequest, place: Ec2Place): RunInstancesCommandInput {
  const resource = ec2ResourceOf(request);
  const { TagSpecifications: moreTags = [], ...more } = resource.extra_configurations as Partial<RunInstancesCommandInput>;
  const fields: Partial<RunInstancesCommandInput> = {
    ImageId: resource.ami_id,
    InstanceType: resource.instance_type as RunInstancesCommandInput['InstanceType'],
    Monitoring: { Enabled: resource.enable_monitoring },
    MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled' },
    ...volumes(resource),
    ...(place.kind === 'subnet' ? { SubnetId: place.name } : { Placement: { AvailabilityZone: place.name } }),
    ...(resource.key_name ? { KeyName: resource.key_name } : {}),
    ...(resource.security_group_ids ? { SecurityGroupIds: resource.security_group_ids } : {}),
    ...profile(resource),
    ...(resource.is_spot ? { InstanceMarketOptions: { MarketType: 'spot' } } : {}),
  };
  const merged = mergeDeep(fields, more);
  return {
    ...merged,
    ...market(merged),
    MinCount: 1,
    MaxCount: 1,
    // EC2 refuses a token that it knows with another place, even where the first place had no machine.
    ClientToken: `${request.machine}-${place.name}`,
    UserData: Buffer.from(firstBootScript(request, 'aws')).toString('base64'),
    // A machine that powers itself off is gone, and costs nothing.
    InstanceInitiatedShutdownBehavior: 'terminate',
    TagSpecifications: tagSpecifications(request, resource, moreTags),
  };
}

export function ec2ResourceOf({ resource }: LaunchRequest): Ec2Resource {
  if (resource.kind !== 'ec2') throw new CloudRefusal('invalid', `resource ${resource.name} is not one of EC2`);
  return resource;
}

/** Not a request that stays open: there is a machine at once, or a refusal; and none comes back after its end. */
function market({ InstanceMarketOptions: options }: Partial<RunInstancesCommandInput>): Partial<RunInstancesCommandInput> {
  if (options?.MarketType !== 'spot') return {};
  const once = { SpotInstanceType: 'one-time', InstanceInterruptionBehavior: 'terminate' } as const;
  return { InstanceMarketOptions: { ...options, SpotOptions: { ...options.SpotOptions, ...once } } };
}

function volumes(resource: Ec2Resource): { BlockDeviceMappings?: BlockDeviceMapping[] } {
  if (!resource.ebs_device_name) return {};
  const { ebs_snapshot_id: snapshot, ebs_volume_size: size, ebs_volume_type: type } = resource;
  const volume = snapshot
    ? { SnapshotId: snapshot, ...(size ? { VolumeSize: size } : {}), ...(type ? { VolumeType: type } : {}) }
    : { VolumeSize: size ?? VOLUME.size, VolumeType: type ?? VOLUME.type };
  return {
    BlockDeviceMappings: [
      { DeviceName: resource.ebs_device_name, Ebs: { ...volume, DeleteOnTermination: true } as BlockDeviceMapping['Ebs'] },
    ],
  };
}

function profile({ iam_arn, iam_name }: Ec2Resource): Pick<RunInstancesCommandInput, 'IamInstanceProfile'> {
  if (iam_arn) return { IamInstanceProfile: { Arn: iam_arn } };
  return iam_name ? { IamInstanceProfile: { Name: iam_name } } : {};
}

/** EC2 takes one list of tags for each kind of thing. */
function tagSpecifications(request: LaunchRequest, resource: Ec2Resource, more: TagSpecification[]): TagSpecification[] {
  const ours = { Name: request.name, ...resource.tags, [TAG.scaler]: request.scaler, [TAG.machine]: request.machine };
  const kinds = ['instance', 'volume', ...(resource.is_spot ? ['spot-instances-request'] : [])] as ResourceType[];
  const theirs = (kind: ResourceType) => more.find(({ ResourceType }) => ResourceType === kind)?.Tags ?? [];
  return [
    ...kinds.map((kind) => ({
      ResourceType: kind,
      Tags: [
        ...theirs(kind).filter(({ Key }) => !(Key! in ours)),
        ...Object.entries(ours).map(([Key, Value]) => ({ Key, Value })),
      ],
    })),
    ...more.filter(({ ResourceType }) => !kinds.includes(ResourceType!)),
  ];
}
