import { providerKindOf } from '../config/provider-kind.ts';
import type { ScalerConfiguration } from '../config/scaler-configuration.ts';
import type { MachineProvider } from './provider.ts';

/**
 * The cloud that a configuration names, its secrets included. A cloud's client is loaded when it is first needed: that of AWS takes half a
 * second and 75 MiB.
 */
export async function createProvider({ hyper_params }: ScalerConfiguration): Promise<MachineProvider> {
  const kind = providerKindOf(hyper_params.cloud_provider);
  if (kind === 'docker') return (await import('./docker/docker-provider.ts')).createDockerProvider();
  if (kind === 'gcp') return (await import('./gcp/gcp-provider.ts')).createGcpProvider(hyper_params);
  return (await import('./ec2/ec2-provider.ts')).createEc2Provider(hyper_params);
}
