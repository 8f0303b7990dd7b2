import type { GcpResource } from '../../config/scaler-configuration.ts';
import { firstBootScript } from '../first-boot.ts';
import { mergeDeep } from '../merge-deep.ts';
import { CloudRefusal, type LaunchRequest } from '../provider.ts';
import { type InstanceRequest, LABEL } from './gcp-instance.ts';

const START_UP = 'startup-script';

/** One machine for an id: made twice in a zone, the second is refused by its name. Half of the id is as good, and leaves room in a worker's own. */
export const instanceName = (machine: string): string => `perdura-${machine.slice(0, 16)}`;

/** All of one call, so that a machine never exists without its labels. */
export function instanceRequest(request: LaunchRequest, zone: string): InstanceRequest {
  const resource = gcpResourceOf(request);
  const { labels = {}, metadata = {}, ...more } = resource.extra_configurations as MoreFields;
  const fields = {
    machineType: `zones/${zone}/machineTypes/${resource.machine_type}`,
    disks: [bootDisk(resource, zone)],
    networkInterfaces: [networkInterface(resource, zone)],
    scheduling: scheduling(resource),
    serviceAccounts: serviceAccounts(resource),
    ...(resource.network_tags.length > 0 && { tags: { items: resource.network_tags } }),
    ...(resource.gpu_type && {
      guestAccelerators: [
        { acceleratorType: `zones/${zone}/acceleratorTypes/${resource.gpu_type}`, acceleratorCount: resource.gpu_count },
      ],
    }),
  };
  return {
    ...mergeDeep(fields, more),
    name: instanceName(request.machine),
    description: request.name,
    labels: { ...labels, ...resource.labels, [LABEL.scaler]: request.scaler, [LABEL.machine]: request.machine },
    metadata: {
      items: [
        ...(metadata.items ?? []).filter(({ key }) => key !== START_UP),
        { key: START_UP, value: firstBootScript(request, 'gcp') },
      ],
    },
    // What ends machines must be able to.
    deletionProtection: false,
  };
}

export function gcpResourceOf({ resource }: LaunchRequest): GcpResource {
  if (resource.kind !== 'gcp') throw new CloudRefusal('invalid', `resource ${resource.name} is not one of Google Cloud`);
  return resource;
}

interface MoreFields extends Record<string, unknown> {
  labels?: Record<string, string>;
  metadata?: { items?: { key: string; value: string }[] };
}

function bootDisk({ image, disk_size_gb, disk_type, labels }: GcpResource, zone: string) {
  return {
    boot: true,
    autoDelete: true,
    initializeParams: {
      sourceImage: image,
      ...(disk_size_gb !== null && { diskSizeGb: String(disk_size_gb) }),
      ...(disk_type !== null && { diskType: `zones/${zone}/diskTypes/${disk_type}` }),
      ...(Object.keys(labels).length > 0 && { labels }),
    },
  };
}

/** A machine without a public address needs another way out, such as Cloud NAT. */
function networkInterface({ network, subnetwork, no_address }: GcpResource, zone: string) {
  return {
    ...(network !== null && { network: network.includes('/') ? network : `global/networks/${network}` }),
    ...(subnetwork !== null && { subnetwork: subnetwork.includes('/') ? subnetwork : inRegion(subnetwork, zone) }),
    ...(!no_address && { accessConfigs: [{ type: 'ONE_TO_ONE_NAT', name: 'External NAT' }] }),
  };
}

const inRegion = (subnetwork: string, zone: string): string =>
  `regions/${zone.slice(0, zone.lastIndexOf('-'))}/subnetworks/${subnetwork}`;

/** A machine that has crashed is replaced and not started again: its token was good once. */
function scheduling({ is_spot, gpus }: GcpResource) {
  const onHostMaintenance = is_spot || gpus > 0 ? 'TERMINATE' : 'MIGRATE';
  return {
    automaticRestart: false,
    onHostMaintenance,
    ...(is_spot && { provisioningModel: 'SPOT', instanceTerminationAction: 'DELETE' }),
  };
}

const serviceAccounts = ({ service_account }: GcpResource) =>
  service_account === null ? [] : [{ email: service_account, scopes: ['https://www.googleapis.com/auth/cloud-platform'] }];
