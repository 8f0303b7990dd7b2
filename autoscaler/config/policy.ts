import type { QueuePolicy, ResourcePolicy, ScalerPolicy } from '../../workflows/domain/autoscaler/policy.ts';
import type { ConfigurationFault } from './faults.ts';
import type { ResourceConfiguration, ScalerConfiguration } from './scaler-configuration.ts';
import { warmPoolAt } from './schedule.ts';

/** What is known of the resources of a configuration, by their names; null or missing: not known. */
export interface KnownResources {
  /** Dollars per hour, where the configuration says none. */
  prices: Record<string, number | null>;
  /** GPUs of one machine. */
  gpus: Record<string, number | null>;
}

/** What the planner goes by at the moment `now`. */
export function compilePolicy(
  { configurations, hyper_params, perdura }: ScalerConfiguration,
  { now, ...known }: KnownResources & { now: Date },
): ScalerPolicy {
  const warm = warmPoolAt(perdura, now);
  const queues = perdura.priority.map(
    (queue): QueuePolicy => ({
      queue,
      resources: (configurations.queues[queue] ?? []).map(([resource, max]) => ({ resource, max })),
      warm: warm[queue] ?? 0,
    }),
  );
  const resources = Object.entries(configurations.resource_configurations).map(([name, resource]): [string, ResourcePolicy] => [
    name,
    { max: resource.max_instances, gpus: gpusOf(resource, known), hourlyPrice: priceOf(resource, known) },
  ]);
  return {
    queues,
    resources: Object.fromEntries(resources),
    maxMachines: perdura.max_instances,
    maxIdleMs: hyper_params.max_idle_time_min * MINUTE_MS,
    maxSpinUpMs: hyper_params.max_spin_up_time_min * MINUTE_MS,
    pollingMs: hyper_params.polling_interval_time_min * MINUTE_MS,
    budget: {
      hoursPerDay: perdura.budget.hours_per_day,
      costPerDay: perdura.budget.cost_per_day,
      atLimit: perdura.budget.at_limit,
    },
  };
}

const MINUTE_MS = 60_000;

function gpusOf(resource: ResourceConfiguration, { gpus }: Pick<KnownResources, 'gpus'>): number | null {
  if (resource.cpu_only) return 0;
  return resource.kind === 'ec2' ? (gpus[resource.name] ?? null) : resource.gpus;
}

export const priceOf = (resource: ResourceConfiguration, { prices }: Pick<KnownResources, 'prices'>): number | null =>
  resource.hourly_price ?? prices[resource.name] ?? null;

/** A budget in money can only be kept when each resource in use has a price. */
export function checkPrices(
  { configurations: { queues, resource_configurations }, perdura }: ScalerConfiguration,
  known: Pick<KnownResources, 'prices'>,
): ConfigurationFault[] {
  if (perdura.budget.cost_per_day === null) return [];
  const used = new Set(Object.values(queues).flatMap((pairs) => pairs.map(([resource]) => resource)));
  return Object.values(resource_configurations)
    .filter((resource) => used.has(resource.name) && priceOf(resource, known) === null)
    .map(({ name }) => ({
      field: `configurations.resource_configurations.${name}.hourly_price`,
      message: 'is missing; perdura.budget.cost_per_day needs the price of each resource, and that of this one is not known',
    }));
}
