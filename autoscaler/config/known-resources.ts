import { gpuCount, onDemandPrice } from './ec2-prices.ts';
import type { KnownResources } from './policy.ts';
import type { ResourceConfiguration, ScalerConfiguration } from './scaler-configuration.ts';

/**
 * Prices and GPUs of a configuration's resources by the tables that come with Perdura. A spot machine counts at the price of an ordinary
 * one, which it never passes: budgets must hold. A container on this host costs nothing.
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
    prices: each((resource) => (resource.kind === 'docker' ? 0 : region ? onDemandPrice(resource.instance_type, region) : null)),
    gpus: each((resource) => (resource.kind === 'docker' ? resource.gpus : gpuCount(resource.instance_type))),
  };
}
