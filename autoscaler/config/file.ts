import type {
  DockerResource,
  Ec2Resource,
  GcpResource,
  PerduraSection,
  ResourceConfiguration,
  ScalerConfiguration,
} from './scaler-configuration.ts';

/** A configuration as a file has it. What ClearML's own file does not have is left out where it says nothing. Read again, it is the same. */
export function fileOf({ configurations, hyper_params, perdura }: ScalerConfiguration): Record<string, unknown> {
  const { queues, resource_configurations, ...texts } = configurations;
  const { cloud_credentials_token: token, cloud_credentials_project: project, ...rest } = hyper_params;
  const inOrder = Object.fromEntries(perdura.priority.map((queue) => [queue, queues[queue]]));
  const ours = perduraOf(perdura, Object.keys(inOrder));
  return {
    configurations: {
      ...texts,
      queues: inOrder,
      resource_configurations: Object.fromEntries(
        Object.values(resource_configurations).map((resource) => [resource.name, resourceOf(resource)]),
      ),
    },
    hyper_params: {
      ...rest,
      ...(token && { cloud_credentials_token: token }),
      ...(project && { cloud_credentials_project: project }),
    },
    ...(Object.keys(ours).length > 0 && { perdura: ours }),
  };
}

function resourceOf(resource: ResourceConfiguration): Record<string, unknown> {
  if (resource.kind === 'ec2') return ec2Of(resource);
  return resource.kind === 'gcp' ? gcpOf(resource) : dockerOf(resource);
}

function ec2Of({ kind: _, name: __, availability_zones, subnet_ids, ...resource }: Ec2Resource): Record<string, unknown> {
  const {
    ami_id,
    ebs_device_name,
    ebs_volume_size,
    ebs_volume_type,
    instance_type,
    is_spot,
    key_name,
    security_group_ids,
    ...more
  } = resource;
  return {
    ami_id,
    ...(availability_zones.length > 0 && { availability_zone: oneOrMore(availability_zones) }),
    ...(subnet_ids.length > 0 && { subnet_id: oneOrMore(subnet_ids) }),
    ebs_device_name,
    ebs_volume_size,
    ebs_volume_type,
    instance_type,
    is_spot,
    key_name,
    security_group_ids,
    ...withoutNothing(more),
  };
}

const oneOrMore = (names: string[]): string | string[] => (names.length === 1 ? (names[0] as string) : names);

/** Whether it uses GPUs follows from their number. */
function dockerOf({ kind: _, name: __, cpu_only: ___, ...resource }: DockerResource): Record<string, unknown> {
  return withoutNothing(resource);
}

/** Whether it uses GPUs follows from them, unless it does not though it has some. */
function gcpOf({ kind: _, name: __, zones, gpus, gpu_count, cpu_only, ...resource }: GcpResource): Record<string, unknown> {
  return {
    ...withoutNothing({ ...resource, cpu_only: cpu_only && gpus > 0 }),
    zone: oneOrMore(zones),
    ...(resource.gpu_type !== null && { gpu_count }),
  };
}

function perduraOf({ priority, budget, ...rest }: PerduraSection, queues: string[]): Record<string, unknown> {
  const limited = budget.hours_per_day !== null || budget.cost_per_day !== null || budget.at_limit !== 'end';
  return {
    ...(priority.join('\n') !== queues.join('\n') && { priority }),
    ...(limited && { budget: withoutNothing(budget) }),
    ...withoutNothing(rest),
  };
}

/** Without what is null, false or empty: what a field is when it is left out. */
const withoutNothing = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => !isNothing(value)));

function isNothing(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === null || value === false || value === '';
}
