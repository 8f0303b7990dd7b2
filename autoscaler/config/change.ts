import type { ScalerChange } from '../../workflows/contracts/autoscaler-api.ts';
import { fileOf } from './file.ts';
import { parseConfiguration } from './parse.ts';
import type { ScalerConfiguration } from './scaler-configuration.ts';

/**
 * A configuration with other limits.
 * @throws ConfigurationError when the change does not fit the rest of it
 */
export function changeConfiguration(before: ScalerConfiguration, change: ScalerChange): ScalerConfiguration {
  const { configurations, hyper_params, perdura } = before;
  const queues = change.queues ?? configurations.queues;
  const changed: ScalerConfiguration = {
    configurations: { ...configurations, queues },
    hyper_params: {
      ...hyper_params,
      ...given({
        max_idle_time_min: change.maxIdleMinutes,
        max_spin_up_time_min: change.maxSpinUpMinutes,
        polling_interval_time_min: change.pollingMinutes,
      }),
    },
    perdura: {
      ...perdura,
      priority: ranked(perdura.priority, Object.keys(queues)),
      ...given({ max_instances: change.maxInstances, warm_pool: change.warmPool }),
      budget: {
        ...perdura.budget,
        ...given({
          hours_per_day: change.budget?.hoursPerDay,
          cost_per_day: change.budget?.costPerDay,
          at_limit: change.budget?.atLimit,
        }),
      },
    },
  };
  return parseConfiguration(fileOf(changed));
}

/** Queues that stay keep their rank; new ones follow. */
const ranked = (before: string[], queues: string[]): string[] => [
  ...before.filter((queue) => queues.includes(queue)),
  ...queues.filter((queue) => !before.includes(queue)),
];

/** Without what is left out; null stays, it takes a limit away. */
const given = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

/** What is other than before, each in a line for people. */
export function describeChange(before: ScalerConfiguration, after: ScalerConfiguration): string[] {
  const [was, is] = [settingsOf(before), settingsOf(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])];
  return names
    .filter((name) => was.get(name) !== is.get(name))
    .map((name) => `${name}: ${was.get(name) ?? 'none'} → ${is.get(name) ?? 'none'}`);
}

function settingsOf({ configurations, hyper_params, perdura }: ScalerConfiguration): Map<string, string> {
  const settings: [string, string | number | null][] = [
    ...Object.entries(configurations.queues).map(([queue, pairs]): [string, string] => [
      `machines for ${queue}`,
      pairs.map(([resource, max]) => `${resource} ${max}`).join(', '),
    ]),
    ...Object.entries(perdura.warm_pool).map(([queue, count]): [string, number] => [`kept ready for ${queue}`, count]),
    ['machines in all', perdura.max_instances],
    ['idle minutes', hyper_params.max_idle_time_min],
    ['spin-up minutes', hyper_params.max_spin_up_time_min],
    ['polling minutes', hyper_params.polling_interval_time_min],
    ['hours per day', perdura.budget.hours_per_day],
    ['dollars per day', perdura.budget.cost_per_day],
    ['at the budget', perdura.budget.at_limit],
  ];
  return new Map(settings.filter(([, value]) => value !== null).map(([name, value]) => [name, String(value)]));
}
