import type { ConfigurationFault } from './faults.ts';
import { providerKindOf } from './provider-kind.ts';
import type { ScalerConfiguration } from './scaler-configuration.ts';
import { HIDDEN } from './secrets.ts';
import { isServiceAccountKey } from './service-account.ts';

/** What is wrong with a configuration beyond the form of its fields: parts that do not fit each other. */
export function checkConfiguration(configuration: ScalerConfiguration): ConfigurationFault[] {
  return [...checkQueues(configuration), ...checkCredentials(configuration), ...checkPerdura(configuration)];
}

function checkQueues({ configurations: { queues, resource_configurations } }: ScalerConfiguration): ConfigurationFault[] {
  return Object.entries(queues).flatMap(([queue, pairs]) =>
    pairs.flatMap(([resource], index) => {
      const field = `configurations.queues.${queue}.${index}.0`;
      if (!Object.hasOwn(resource_configurations, resource))
        return [{ field, message: unknownName(resource, resource_configurations, 'a resource of resource_configurations') }];
      if (pairs.findIndex(([name]) => name === resource) < index)
        return [{ field, message: `is ${JSON.stringify(resource)} once more; allowed: each resource once in a queue` }];
      return [];
    }),
  );
}

function checkCredentials({ hyper_params }: ScalerConfiguration): ConfigurationFault[] {
  const { cloud_credentials_key: key, cloud_credentials_secret: secret } = hyper_params;
  if (providerKindOf(hyper_params.cloud_provider) === 'gcp') return checkServiceAccount(key, secret);
  if ((key === '') === (secret === '')) return [];
  const missing = key === '' ? 'cloud_credentials_key' : 'cloud_credentials_secret';
  return [{ field: `hyper_params.${missing}`, message: 'is empty; allowed: a key and its secret, or neither' }];
}

/** What a service account's key file says as well, and nobody has to type. */
function checkServiceAccount(key: string, secret: string): ConfigurationFault[] {
  const allowed = "the key of a service account as its JSON file has it, or nothing for Google's application default credentials";
  if (key !== '') return [{ field: 'hyper_params.cloud_credentials_key', message: 'is set; allowed: nothing for Google Cloud' }];
  if (secret === '' || secret === HIDDEN || isServiceAccountKey(secret)) return [];
  return [{ field: 'hyper_params.cloud_credentials_secret', message: `is a string; allowed: ${allowed}` }];
}

function checkPerdura({ configurations: { queues }, perdura }: ScalerConfiguration): ConfigurationFault[] {
  const known = (names: readonly string[], field: string) =>
    names
      .filter((queue) => !Object.hasOwn(queues, queue))
      .map((queue) => ({ field, message: unknownName(queue, queues, 'a queue of configurations.queues') }));
  return [
    ...known(perdura.priority, 'perdura.priority'),
    ...known(Object.keys(perdura.warm_pool), 'perdura.warm_pool'),
    ...perdura.schedules.flatMap(({ warm_pool }, index) => known(Object.keys(warm_pool), `perdura.schedules.${index}.warm_pool`)),
  ];
}

const unknownName = (name: string, known: object, what: string): string =>
  `is ${JSON.stringify(name)}; allowed: ${what}: ${Object.keys(known).join(', ') || 'there is none'}`;
