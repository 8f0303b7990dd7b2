import { gpuCount, onDemandPrice } from './ec2-prices.ts';
import type { KnownResources } from './policy.ts';
import type { ResourceConfiguration, ScalerConfiguration } from './scaler-configuration.ts';

/**
 * Prices and GPUs of a configuration's resources by the tables that come with Perdura. A spot machine counts at the price of an ordinary
 * one, which it never passes: budgets must hold. A container on this host costs nothing; of Google's machines there is no table.
 */
export function knownResources(
  { configurations, hyper_params }: ScalerConfiguration,
  env: NodeJS.ProcessEnv = process.env,
): KnownResources {
  const region = hyper_params.cloud_credentials_region || env.AWS_REGION || env.AWS_DEFAULT_REGION;
  const resources = Object.entries(configurations.resource_configurations);
  const each = <T>(of: (resource: ResourceConfiguration) => T): Record<string, T> =>
    Object.fromEntries(resources.map(([name, resource]) => [name, of(resource)]));
  return {
    prices: each((resource) => priceOf(resource, region)),
    gpus: each((resource) => (resource.kind === 'ec2' ? gpuCount(resource.instance_type) : resource.gpus)),
  };
}

function priceOf(resource: ResourceConfiguration, region: string | undefined): number | null {
  if (resource.kind === 'docker') return 0;
  return resource.kind === 'ec2' && region ? onDemandPrice(resource.instance_type, region) : null;
}
