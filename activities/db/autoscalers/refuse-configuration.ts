import { ConfigurationError, type ConfigurationFault } from '../../../autoscaler/config/faults.ts';
import { parseConfiguration } from '../../../autoscaler/config/parse.ts';
import { checkPrices, type KnownResources } from '../../../autoscaler/config/policy.ts';
import type { ScalerConfiguration } from '../../../autoscaler/config/scaler-configuration.ts';
import { Refusal } from '../errors.ts';

/** What the clouds' tables say of the resources of a configuration. */
export type Known = (configuration: ScalerConfiguration) => KnownResources;

/**
 * Reads a configuration that a person has written.
 * @throws Refusal `invalid` naming all that is wrong
 */
export function readConfiguration(value: unknown, known: Known): ScalerConfiguration {
  const configuration = asRefusal(() => parseConfiguration(value));
  refuseFaults(checkPrices(configuration, known(configuration)));
  return configuration;
}

/** @throws Refusal `invalid` where `read` throws that a configuration is wrong */
export function asRefusal<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigurationError) throw refusalOf(error);
    throw error;
  }
}

/** @throws Refusal `invalid` */
export function refuseFaults(faults: ConfigurationFault[]): void {
  if (faults.length > 0) throw refusalOf(new ConfigurationError(faults));
}

const refusalOf = ({ message, faults }: ConfigurationError): Refusal =>
  new Refusal('invalid', message, { field: faults[0]?.field ?? 'configuration' });
