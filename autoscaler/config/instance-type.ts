import type { ResourceConfiguration } from './scaler-configuration.ts';

/** What a machine of a resource is, in the cloud's own word; it is part of the worker's id. */
export const instanceTypeOf = (resource: ResourceConfiguration): string =>
  resource.kind === 'ec2' ? resource.instance_type : 'docker';
