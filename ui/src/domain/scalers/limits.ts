import type { AutoscalerView, ScalerChange } from '../../../../workflows/contracts/autoscaler-api.ts';

/** What may be changed while an autoscaler runs, as texts of a form; an empty one says no limit. */
export interface LimitTexts {
  maxInstances: string;
  maxIdleMinutes: string;
  maxSpinUpMinutes: string;
  pollingMinutes: string;
  costPerDay: string;
  hoursPerDay: string;
  atLimit: 'end' | 'drain';
  /** By queue: machines that are kept ready. */
  warmPool: Record<string, string>;
}

type NumberField = Exclude<keyof LimitTexts, 'atLimit' | 'warmPool'>;

export const LIMIT_LABELS: Record<NumberField, { label: string; hint: string; optional: boolean }> = {
  maxInstances: { label: 'Machines in all', hint: 'Empty: only the maximums of the queues', optional: true },
  maxIdleMinutes: { label: 'Idle for at most', hint: 'Minutes without a task', optional: false },
  maxSpinUpMinutes: { label: 'Joins within', hint: 'Minutes from its launch', optional: false },
  pollingMinutes: { label: 'Looks every', hint: 'Minutes at the latest', optional: false },
  costPerDay: { label: 'Dollars a day', hint: 'Empty: no limit', optional: true },
  hoursPerDay: { label: 'Hours a day', hint: 'Of all machines; empty: no limit', optional: true },
};

export const AT_LIMIT_LABELS: Record<LimitTexts['atLimit'], string> = {
  end: 'End all machines',
  drain: 'Let tasks finish',
};

export const AT_LIMIT_HINTS: Record<LimitTexts['atLimit'], string> = {
  end: 'Its machines end, and their tasks go back to their queues',
  drain: 'Its machines end when their tasks are done',
};

interface Sections {
  hyper_params?: Record<string, unknown>;
  perdura?: { max_instances?: number | null; warm_pool?: Record<string, number> };
}

/** The limits in force. */
export function limitTexts({ configuration, budget, queues }: AutoscalerView): LimitTexts {
  const { hyper_params = {}, perdura = {} } = configuration as Sections;
  const { warm_pool = {} } = perdura;
  return {
    maxInstances: textOf(perdura.max_instances),
    maxIdleMinutes: textOf(hyper_params.max_idle_time_min),
    maxSpinUpMinutes: textOf(hyper_params.max_spin_up_time_min),
    pollingMinutes: textOf(hyper_params.polling_interval_time_min),
    costPerDay: textOf(budget.costPerDay),
    hoursPerDay: textOf(budget.hoursPerDay),
    atLimit: budget.atLimit,
    warmPool: Object.fromEntries(queues.map(({ name }) => [name, textOf(warm_pool[name] ?? 0)])),
  };
}

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/**
 * What was changed against the limits in force, so that others' changes stay.
 * @throws {Error} naming a field that cannot be read
 */
export function changedLimits(before: LimitTexts, after: LimitTexts): ScalerChange {
  const changed = (field: NumberField) => before[field].trim() !== after[field].trim();
  const fields = (['maxInstances', 'maxIdleMinutes', 'maxSpinUpMinutes', 'pollingMinutes'] as const).filter(changed);
  const budget = {
    ...(changed('costPerDay') ? { costPerDay: numberIn(after, 'costPerDay') } : {}),
    ...(changed('hoursPerDay') ? { hoursPerDay: numberIn(after, 'hoursPerDay') } : {}),
    ...(before.atLimit === after.atLimit ? {} : { atLimit: after.atLimit }),
  };
  const pools = Object.keys(after.warmPool).filter((queue) => before.warmPool[queue] !== after.warmPool[queue]);
  return {
    ...Object.fromEntries(fields.map((field) => [field, numberIn(after, field)])),
    ...(Object.keys(budget).length > 0 ? { budget } : {}),
    ...(pools.length > 0 ? { warmPool: poolsOf(after.warmPool) } : {}),
  };
}

function numberIn(texts: LimitTexts, field: NumberField): number | null {
  const { label, optional } = LIMIT_LABELS[field];
  const text = texts[field].trim();
  if (text === '' && optional) return null;
  return readNumber(text, label);
}

/** All of them: queues that are left out keep none ready. */
const poolsOf = (pools: LimitTexts['warmPool']): Record<string, number> =>
  Object.fromEntries(
    Object.entries(pools)
      .map(([queue, text]): [string, number] => [queue, readNumber(text.trim() || '0', `Kept ready for ${queue}`)])
      .filter(([, count]) => count > 0),
  );

function readNumber(text: string, label: string): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || value < 0) throw new Error(`${label}: "${text}" is not a number from 0 up`);
  return value;
}
