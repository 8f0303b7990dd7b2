import type { ResourceConfiguration } from './scaler-configuration.ts';

/** What a machine of a resource is, in the cloud's own word; it is part of the worker's id. */
export function instanceTypeOf(resource: ResourceConfiguration): string {
  if (resource.kind === 'ec2') return resource.instance_type;
  return resource.kind === 'gcp' ? resource.machine_type : 'docker';
}

/** Whether its cloud may take a machine back at any time. */
export const isSpot = (resource: ResourceConfiguration): boolean => resource.kind !== 'docker' && resource.is_spot;
