import { checkConfiguration } from './check.ts';
import { ConfigurationError, faultsOf, refuse } from './faults.ts';
import { type ProviderKind, providerKindOf } from './provider-kind.ts';
import type { UnnamedResource } from './resource-schema.ts';
import type { ResourceConfiguration, ScalerConfiguration } from './scaler-configuration.ts';
import { FILES, provider } from './schema.ts';

/**
 * Reads what a scaler's file holds, as ClearML's `aws_autoscaler.yaml` has it, and fills in what is left out.
 * @throws ConfigurationError naming all that is wrong
 */
export function parseConfiguration(value: unknown): ScalerConfiguration {
  const { data, error } = FILES[kindOf(value)].safeParse(value);
  if (!data) throw new ConfigurationError(faultsOf(error, value));
  const { configurations, perdura } = data;
  const { use_iam_instance_profile: _, iam_name, iam_arn, ...hyper_params } = data.hyper_params;
  const resources = Object.entries(configurations.resource_configurations).map(
    ([name, resource]): ResourceConfiguration => ({
      name,
      ...withProfile(resource, { iam_name, iam_arn }),
    }),
  );
  const configuration = {
    configurations: {
      ...configurations,
      resource_configurations: Object.fromEntries(resources.map((resource) => [resource.name, resource])),
    },
    hyper_params,
    perdura: { ...perdura, priority: [...new Set([...perdura.priority, ...Object.keys(configurations.queues)])] },
  };
  refuse(checkConfiguration(configuration));
  return configuration;
}

/** Which machines a configuration is about; one that says nothing known is looked at as one for EC2. */
function kindOf(value: unknown): ProviderKind {
  const { cloud_provider } = (value as { hyper_params?: { cloud_provider?: unknown } } | null)?.hyper_params ?? {};
  return providerKindOf(provider.safeParse(cloud_provider).data ?? '');
}

/** ClearML's file has one profile for all machines; it is that of each resource which has none of its own. */
function withProfile(resource: UnnamedResource, profile: { iam_name: string | null; iam_arn: string | null }): UnnamedResource {
  if (resource.kind !== 'ec2' || resource.iam_arn || resource.iam_name) return resource;
  return { ...resource, ...profile };
}
