import type { ScalerConfiguration } from '../config/scaler-configuration.ts';
import { createDockerProvider } from './docker/docker-provider.ts';
import { createEc2Provider } from './ec2/ec2-provider.ts';
import type { MachineProvider } from './provider.ts';

/** The cloud that a configuration names, its secrets included. */
export function createProvider({ hyper_params }: ScalerConfiguration): MachineProvider {
  return hyper_params.cloud_provider === 'docker' ? createDockerProvider() : createEc2Provider(hyper_params);
}
