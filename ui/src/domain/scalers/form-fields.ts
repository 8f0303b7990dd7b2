import type { ProviderKind } from '../../../../autoscaler/config/provider-kind.ts';

/** A field of the form: where it stands in its section of the file, and how it is called. */
export interface FormField {
  key: string;
  label: string;
  hint?: string;
  placeholder?: string;
  kind?: 'text' | 'secret' | 'switch';
}

/** Who asks the cloud, and where. */
export const CLOUD_FIELDS: Record<ProviderKind, FormField[]> = {
  docker: [],
  ec2: [
    { key: 'cloud_credentials_region', label: 'Region', placeholder: 'us-west-2' },
    {
      key: 'use_credentials_chain',
      label: "The server's own credentials",
      hint: 'As the AWS SDK finds them: environment, ~/.aws, role of the instance',
      kind: 'switch',
    },
    { key: 'cloud_credentials_key', label: 'Access key', hint: "Empty: the server's own credentials", kind: 'secret' },
    { key: 'cloud_credentials_secret', label: 'Secret key', kind: 'secret' },
  ],
  gcp: [
    { key: 'cloud_credentials_project', label: 'Project', hint: 'Empty: that of the credentials', placeholder: 'my-project' },
    {
      key: 'use_credentials_chain',
      label: "The server's own credentials",
      hint: "Google's application default credentials",
      kind: 'switch',
    },
    {
      key: 'cloud_credentials_secret',
      label: 'Key of a service account',
      hint: "Its JSON file; empty: the server's own credentials",
      kind: 'secret',
    },
  ],
};

const MOST_MACHINES: FormField = {
  key: 'max_instances',
  label: 'Most machines',
  hint: 'Shared by all queues; empty: no limit',
};

const WITHOUT_GPU: FormField = {
  key: 'cpu_only',
  label: 'Without GPU',
  hint: 'Its tasks use the processor alone',
  kind: 'switch',
};

const price = (hint: string): FormField => ({ key: 'hourly_price', label: 'Dollars an hour', hint });

export const RESOURCE_FIELDS: Record<ProviderKind, { main: FormField[]; more: FormField[] }> = {
  ec2: {
    main: [
      { key: 'instance_type', label: 'Instance type', placeholder: 'g4dn.xlarge' },
      { key: 'ami_id', label: 'Image (AMI)', placeholder: 'ami-04129d3de24f88348' },
      { key: 'availability_zone', label: 'Zones', hint: 'Several by commas are tried in turn', placeholder: 'us-west-2c' },
      { key: 'subnet_id', label: 'Subnets', hint: 'In place of zones', placeholder: 'subnet-0b1c2d3e' },
      { key: 'is_spot', label: 'Spot market', hint: 'Cheaper, and may be taken back', kind: 'switch' },
      WITHOUT_GPU,
    ],
    more: [
      MOST_MACHINES,
      price('Empty: that of the price table'),
      { key: 'key_name', label: 'Key pair', hint: 'For SSH' },
      { key: 'security_group_ids', label: 'Security groups', placeholder: 'sg-0b1c2d3e' },
      { key: 'ebs_device_name', label: 'Volume: device', placeholder: '/dev/sda1' },
      { key: 'ebs_volume_size', label: 'Volume: GiB' },
      { key: 'ebs_volume_type', label: 'Volume: type', placeholder: 'gp3' },
      { key: 'ebs_snapshot_id', label: 'Volume: snapshot' },
      { key: 'iam_arn', label: 'Instance profile (ARN)' },
      { key: 'iam_name', label: 'Instance profile (name)' },
      { key: 'tags', label: 'Tags', placeholder: 'owner=me, team=vision' },
      { key: 'enable_monitoring', label: 'Detailed monitoring', kind: 'switch' },
    ],
  },
  docker: {
    main: [
      { key: 'image', label: 'Image', hint: 'Pulled already; with Python and git', placeholder: 'python:3.12' },
      { key: 'cpus', label: 'CPUs', hint: 'Empty: no limit' },
      { key: 'memory_gib', label: 'Memory in GiB', hint: 'Empty: no limit' },
      { key: 'gpus', label: 'GPUs', hint: 'Of this host, for each machine' },
    ],
    more: [MOST_MACHINES, price('Empty: it costs nothing'), { key: 'network', label: 'Network', placeholder: 'host' }],
  },
  gcp: {
    main: [
      { key: 'machine_type', label: 'Machine type', placeholder: 'n1-standard-8' },
      { key: 'image', label: 'Image', placeholder: 'projects/debian-cloud/global/images/family/debian-12' },
      { key: 'zone', label: 'Zones', hint: 'Several by commas are tried in turn', placeholder: 'us-central1-a' },
      { key: 'gpu_type', label: 'GPU', hint: 'Empty: those that it comes with', placeholder: 'nvidia-tesla-t4' },
      { key: 'gpu_count', label: 'GPUs', hint: 'Of that type, for each machine' },
      { key: 'is_spot', label: 'Spot machine', hint: 'Cheaper, and may be taken back', kind: 'switch' },
      WITHOUT_GPU,
    ],
    more: [
      MOST_MACHINES,
      price('Needed for a budget in money'),
      { key: 'disk_size_gb', label: 'Disk: GiB', hint: "Empty: the image's own size" },
      { key: 'disk_type', label: 'Disk: type', placeholder: 'pd-balanced' },
      { key: 'network', label: 'Network', placeholder: 'default' },
      { key: 'subnetwork', label: 'Subnetwork' },
      { key: 'no_address', label: 'Without a public address', hint: 'It needs another way out then', kind: 'switch' },
      { key: 'network_tags', label: 'Network tags', placeholder: 'allow-egress' },
      { key: 'service_account', label: 'Service account', hint: 'Of the machines; empty: none' },
      { key: 'labels', label: 'Labels', placeholder: 'owner=me, team=vision' },
    ],
  },
};

export const LIMIT_FIELDS: FormField[] = [
  { key: 'max_idle_time_min', label: 'Idle for at most', hint: 'Minutes without a task' },
  { key: 'max_spin_up_time_min', label: 'Joins within', hint: 'Minutes, else it is replaced' },
  { key: 'polling_interval_time_min', label: 'Looks every', hint: 'Minutes at the latest' },
];

export const BUDGET_FIELDS: FormField[] = [
  { key: 'cost_per_day', label: 'Dollars a day', hint: 'Empty: no limit' },
  { key: 'hours_per_day', label: 'Hours a day', hint: 'Of all machines; empty: no limit' },
];

/** What machines are given, beside their tasks. */
export const MACHINE_FIELDS: FormField[] = [
  { key: 'workers_prefix', label: 'Prefix of worker ids', placeholder: 'dynamic_worker' },
  { key: 'default_docker_image', label: 'Docker image of tasks', hint: 'Empty: tasks run without a container' },
  { key: 'git_user', label: 'Git user' },
  { key: 'git_pass', label: 'Git password or token', kind: 'secret' },
];
