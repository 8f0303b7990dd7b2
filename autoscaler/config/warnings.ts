import { isLoopback } from '../../workflows/domain/is-loopback.ts';
import type { ResourceConfiguration, ScalerConfiguration } from './scaler-configuration.ts';

/** What will probably not go as meant. `serverUrl`: address of the API as the server knows itself. */
export function warningsOf(configuration: ScalerConfiguration, serverUrl: string): string[] {
  return [...unreachable(configuration, serverUrl), ...withoutEngine(configuration)];
}

function unreachable({ configurations, perdura }: ScalerConfiguration, serverUrl: string): string[] {
  const url = perdura.server_url ?? serverUrl;
  const apart = Object.values(configurations.resource_configurations).filter(hasOwnNetwork);
  if (apart.length === 0 || !isLoopback(url)) return [];
  const names = apart.map(({ name }) => name).join(', ');
  return [
    `machines of ${names} cannot reach ${url}, which is the server's own machine: set perdura.server_url, or start the server with an address that they know`,
  ];
}

/** A machine that is a container itself has an engine only if somebody has put one into it. */
function withoutEngine({ configurations, hyper_params: { default_docker_image: image } }: ScalerConfiguration): string[] {
  const inside = Object.values(configurations.resource_configurations).filter(({ kind }) => kind === 'docker');
  if (image === '' || inside.length === 0) return [];
  const names = inside.map(({ name }) => name).join(', ');
  return [
    `hyper_params.default_docker_image: machines of ${names} are containers themselves, and run tasks in containers only if their image has a Docker engine; leave it empty to run tasks in the machines`,
  ];
}

const hasOwnNetwork = (resource: ResourceConfiguration): boolean => resource.kind !== 'docker' || resource.network !== 'host';
