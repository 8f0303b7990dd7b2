import type { Ec2Resource } from '../../../autoscaler/config/scaler-configuration.ts';
import type { LaunchRequest } from '../../../autoscaler/providers/provider.ts';

/** The resource of ClearML's own example. */
export const ec2Resource = (fields: Partial<Ec2Resource> = {}): Ec2Resource => ({
  kind: 'ec2',
  name: 'aws4gpu',
  instance_type: 'g3s.xlarge',
  ami_id: 'ami-04129d3de24f88348',
  is_spot: false,
  availability_zones: ['us-west-2c'],
  subnet_ids: [],
  key_name: 'gpu',
  security_group_ids: null,
  ebs_device_name: '/dev/sda1',
  ebs_volume_size: 100,
  ebs_volume_type: 'gp2',
  ebs_snapshot_id: null,
  iam_name: null,
  iam_arn: null,
  tags: {},
  enable_monitoring: false,
  extra_configurations: {},
  cpu_only: false,
  max_instances: null,
  hourly_price: null,
  ...fields,
});

export const launchRequest = (resource: Partial<Ec2Resource> = {}, fields: Partial<LaunchRequest> = {}): LaunchRequest => ({
  machine: 'm-1',
  scaler: 's-1',
  name: 'perdura gpu_queue',
  resource: ec2Resource(resource),
  serverUrl: 'http://perdura.example:8008',
  joinToken: 'join-token-of-m-1',
  ...fields,
});
