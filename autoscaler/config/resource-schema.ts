import { z } from 'zod';
import { flag, names, optional, optionalText, positive, requiredText, section, text, whole } from './fields.ts';
import { gpusOfMachineType } from './gcp-machines.ts';
import { INSTANCE_FIELDS } from './instance-fields.ts';
import { RUN_INSTANCES_FIELDS } from './run-instances-fields.ts';
import type { DockerResource, Ec2Resource, GcpResource } from './scaler-configuration.ts';

/** A resource whose name is its key in the file. */
export type UnnamedResource = Omit<Ec2Resource, 'name'> | Omit<DockerResource, 'name'> | Omit<GcpResource, 'name'>;

const PRICE = 'dollars per hour, 0 or more';
const common = { max_instances: optional(whole(0)), hourly_price: optional(z.number({ error: PRICE }).min(0, { error: PRICE })) };

export const ec2Resource = section({
  instance_type: requiredText('a type of EC2, such as g4dn.xlarge'),
  ami_id: requiredText('the id of an image, such as ami-04129d3de24f88348'),
  is_spot: flag(false),
  cpu_only: flag(false),
  availability_zone: names('a zone such as us-west-2c'),
  subnet_id: names('a subnet such as subnet-0b1c2d3e'),
  key_name: optionalText(),
  security_group_ids: names('a security group such as sg-0b1c2d3e').transform((ids) => (ids.length > 0 ? ids : null)),
  ebs_device_name: optionalText(),
  ebs_volume_size: optional(whole(1)),
  ebs_volume_type: optionalText(),
  ebs_snapshot_id: optionalText(),
  iam_name: optionalText(),
  iam_arn: optionalText(),
  tags: tags(),
  enable_monitoring: flag(false),
  extra_configurations: moreFields('RunInstances', RUN_INSTANCES_FIELDS, { TagSpecifications: tagSpecifications().optional() }),
  ...common,
})
  .superRefine(({ availability_zone, subnet_id }, { addIssue }) => {
    if (availability_zone.length === 0 && subnet_id.length === 0)
      addIssue({
        code: 'custom',
        path: ['availability_zone'],
        message: 'a zone such as us-west-2c, or a subnet_id in its place',
      });
  })
  .transform(({ availability_zone, subnet_id, ...rest }) => ({
    ...rest,
    kind: 'ec2' as const,
    availability_zones: availability_zone,
    subnet_ids: subnet_id,
  })) satisfies z.ZodType<UnnamedResource>;

export const dockerResource = section({
  image: requiredText('an image with Python and git, such as python:3.12'),
  cpus: optional(positive()),
  memory_gib: optional(positive()),
  gpus: optional(whole(0, 64)).transform((gpus) => gpus ?? 0),
  network: text('host'),
  ...common,
}).transform((resource) => ({
  ...resource,
  kind: 'docker' as const,
  cpu_only: resource.gpus === 0,
})) satisfies z.ZodType<UnnamedResource>;

const A_ZONE = 'a zone such as us-central1-a';
const A_GPU = 'a type of accelerator such as nvidia-tesla-t4; its number stands in gpu_count';

export const gcpResource = section({
  machine_type: requiredText('a type of Compute Engine, such as n1-standard-8'),
  image: requiredText('an image, such as projects/debian-cloud/global/images/family/debian-12'),
  zone: names(A_ZONE).refine((zones) => zones.length > 0, { error: A_ZONE }),
  is_spot: flag(false),
  cpu_only: flag(false),
  gpu_type: optionalText(),
  gpu_count: optional(whole(1, 16)),
  disk_size_gb: optional(whole(10)),
  disk_type: optionalText(),
  network: optionalText(),
  subnetwork: optionalText(),
  no_address: flag(false),
  network_tags: names('a tag of the network such as allow-egress'),
  service_account: optionalText(),
  labels: labels(),
  extra_configurations: moreFields('instances.insert', INSTANCE_FIELDS),
  ...common,
})
  .superRefine(({ gpu_type, gpu_count }, { addIssue }) => {
    if (gpu_count !== null && gpu_type === null) addIssue({ code: 'custom', path: ['gpu_type'], message: A_GPU });
  })
  .transform(({ zone, gpu_count, cpu_only, ...rest }) => {
    const added = rest.gpu_type === null ? 0 : (gpu_count ?? 1);
    const gpus = added + gpusOfMachineType(rest.machine_type);
    return { ...rest, kind: 'gcp' as const, zones: zone, gpu_count: added, gpus, cpu_only: cpu_only || gpus === 0 };
  }) satisfies z.ZodType<UnnamedResource>;

/** Labels of Google Cloud, whose own rules are narrower than those of tags. */
function labels() {
  const allowed = (pairs: Record<string, string>) =>
    Object.entries(pairs).every(([key, value]) => /^[a-z][a-z0-9_-]{0,62}$/.test(key) && /^[a-z0-9_-]{0,63}$/.test(value));
  return tags().refine(allowed, {
    error: 'owner=me, team=vision: lower-case letters, digits, "_" and "-", at most 63 of them, the name with a letter first',
  });
}

/** `owner=me, team=vision`, as ClearML writes them, or a map. */
function tags() {
  const error = 'owner=me, team=vision; or a map of text';
  const map = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()], { error }).transform(String), { error });
  const line = z
    .string()
    .regex(/^\s*([^=,]*[^=,\s][^=,]*=[^,]*[^,\s][^,]*(,|$))*\s*$/, { error })
    .transform((value) => Object.fromEntries(value.split(',').filter(Boolean).map(parseTag)));
  return z
    .union([line, map], { error })
    .nullish()
    .transform((value): Record<string, string> => value ?? {});
}

function parseTag(tag: string): [string, string] {
  const at = tag.indexOf('=');
  return [tag.slice(0, at).trim(), tag.slice(at + 1).trim()];
}

function tagSpecifications() {
  const error = 'a list such as [{ResourceType: network-interface, Tags: [{Key: team, Value: vision}]}]';
  const tag = z.object({ Key: z.string(), Value: z.string() }, { error });
  return z.array(z.object({ ResourceType: z.string(), Tags: z.array(tag) }, { error }), { error });
}

/** What a resource adds to the request for a machine; `known` are those of the fields that have a form here. */
function moreFields(call: string, allowed: readonly string[], known: z.ZodRawShape = {}) {
  const error = `further fields of ${call}, which are ${allowed.join(', ')}`;
  return z
    .looseObject(known, { error })
    .refine((fields) => Object.keys(fields).every((name) => allowed.includes(name)), { error })
    .nullish()
    .transform((value): Record<string, unknown> => value ?? {});
}
