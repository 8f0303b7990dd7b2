import { OptionError } from '../../stack/options.ts';
import type { AutoscalerView, ScalerChange } from '../../workflows/contracts/autoscaler-api.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { report } from '../output.ts';
import { ask, chooseAutoscaler, readAutoscaler } from './requests.ts';

export interface UpdateOptions extends ServerOptions {
  max?: Record<string, string>;
  warm?: Record<string, string>;
  maxInstances?: number | 'none';
  idleMinutes?: number;
  spinUpMinutes?: number;
  pollingMinutes?: number;
  hoursPerDay?: number | 'none';
  costPerDay?: number | 'none';
  atBudget?: 'end' | 'drain';
}

/** Changes limits of an autoscaler that runs. */
export async function updateAutoscaler(which: string | undefined, options: UpdateOptions): Promise<void> {
  const client = await connect(options);
  const chosen = await chooseAutoscaler(client, which);
  const needsView = options.max !== undefined || options.warm !== undefined;
  const change = { ...plainChange(options), ...(needsView && perQueue(await readAutoscaler(client, chosen), options)) };
  if (Object.keys(change).length === 0) throw new OptionError('nothing to change: give a limit, such as --max-instances 5');
  const answer = await ask<{ changes: string[] }>(client, chosen, 'change', change);
  report(options, answer, answer.changes.join('\n') || 'nothing is other than before');
}

function plainChange({ maxInstances, idleMinutes, spinUpMinutes, pollingMinutes, ...options }: UpdateOptions): ScalerChange {
  const budget = given({
    hoursPerDay: limit(options.hoursPerDay),
    costPerDay: limit(options.costPerDay),
    atLimit: options.atBudget,
  });
  return given({
    maxInstances: limit(maxInstances),
    maxIdleMinutes: idleMinutes,
    maxSpinUpMinutes: spinUpMinutes,
    pollingMinutes,
    budget: Object.keys(budget).length > 0 ? budget : undefined,
  });
}

const limit = (value: number | 'none' | undefined): number | null | undefined => (value === 'none' ? null : value);

const given = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** Queues and warm pools are changed as a whole: those that are not named stay as they are. */
function perQueue(view: AutoscalerView, { max = {}, warm = {} }: UpdateOptions): ScalerChange {
  const { queues } = view.configuration.configurations as { queues: Record<string, [string, number][]> };
  const { warm_pool = {} } = (view.configuration.perdura ?? {}) as { warm_pool?: Record<string, number> };
  const changed = structuredClone(queues);
  for (const [pair, text] of Object.entries(max)) setMaximum(changed, pair, count(`--max ${pair}`, text));
  const warmChanges = Object.entries(warm).map(([queue, text]) => [queue, count(`--warm ${queue}`, text)]);
  return {
    ...(Object.keys(max).length > 0 && { queues: changed }),
    ...(warmChanges.length > 0 && { warmPool: { ...warm_pool, ...Object.fromEntries(warmChanges) } }),
  };
}

/** The resource's name has no slash; that of the queue may. */
function setMaximum(queues: Record<string, [string, number][]>, pair: string, max: number): void {
  const at = pair.lastIndexOf('/');
  const found = queues[pair.slice(0, at)]?.find(([resource]) => resource === pair.slice(at + 1));
  if (!found) throw new OptionError(`--max ${pair}: there is none; there is ${pairsOf(queues).join(', ')}`);
  found[1] = max;
}

const pairsOf = (queues: Record<string, [string, number][]>): string[] =>
  Object.entries(queues).flatMap(([queue, pairs]) => pairs.map(([resource]) => `${queue}/${resource}`));

function count(option: string, text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new OptionError(`${option} is "${text}"; it must be a whole number from 0`);
}
