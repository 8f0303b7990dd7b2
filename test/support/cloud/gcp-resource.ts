import type { GcpResource } from '../../../autoscaler/config/scaler-configuration.ts';
import type { LaunchRequest } from '../../../autoscaler/providers/provider.ts';

export const gcpResource = (fields: Partial<GcpResource> = {}): GcpResource => ({
  kind: 'gcp',
  name: 'gcp4gpu',
  machine_type: 'n1-standard-8',
  image: 'projects/debian-cloud/global/images/family/debian-12',
  zones: ['us-central1-a'],
  is_spot: false,
  cpu_only: false,
  gpu_type: 'nvidia-tesla-t4',
  gpu_count: 2,
  gpus: 2,
  disk_size_gb: 100,
  disk_type: 'pd-ssd',
  network: null,
  subnetwork: null,
  no_address: false,
  network_tags: [],
  service_account: null,
  labels: {},
  extra_configurations: {},
  max_instances: null,
  hourly_price: null,
  ...fields,
});

export const gcpRequest = (resource: Partial<GcpResource> = {}, fields: Partial<LaunchRequest> = {}): LaunchRequest => ({
  machine: 'm-1',
  scaler: 's-1',
  name: 'dynamic_worker-gcp-gcp4gpu',
  resource: gcpResource(resource),
  serverUrl: 'http://perdura.example:8008',
  joinToken: 'join-token-of-m-1',
  ...fields,
});
