import type { ScalerConfiguration } from '../config/scaler-configuration.ts';
import type { MachineProvider } from './provider.ts';

/**
 * The cloud that a configuration names, its secrets included. A cloud's client is loaded when it is first needed: that of AWS takes half a
 * second and 75 MiB.
 */
export async function createProvider({ hyper_params }: ScalerConfiguration): Promise<MachineProvider> {
  if (hyper_params.cloud_provider === 'docker') return (await import('./docker/docker-provider.ts')).createDockerProvider();
  return (await import('./ec2/ec2-provider.ts')).createEc2Provider(hyper_params);
}
