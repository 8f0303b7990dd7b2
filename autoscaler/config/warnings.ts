import type { ResourceConfiguration, ScalerConfiguration } from './scaler-configuration.ts';

/** What will probably not go as meant. `serverUrl`: address of the API as the server knows itself. */
export function warningsOf({ configurations, perdura }: ScalerConfiguration, serverUrl: string): string[] {
  const url = perdura.server_url ?? serverUrl;
  const apart = Object.values(configurations.resource_configurations).filter(hasOwnNetwork);
  if (apart.length === 0 || !isLoopback(url)) return [];
  const names = apart.map(({ name }) => name).join(', ');
  return [
    `machines of ${names} cannot reach ${url}, which is the server's own machine: set perdura.server_url, or start the server with an address that they know`,
  ];
}

const hasOwnNetwork = (resource: ResourceConfiguration): boolean => resource.kind !== 'docker' || resource.network !== 'host';

const isLoopback = (url: string): boolean => /^(localhost|127\..*|\[::1\])$/.test(new URL(url).hostname);
