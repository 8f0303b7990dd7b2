import { stringify } from 'yaml';
import type { AutoscalerView } from '../../workflows/contracts/autoscaler-api.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { print, printJson, table } from '../output.ts';
import { budgetText, dollars, machineCounts, spent } from './format.ts';
import { machineTable } from './instances.ts';
import { autoscalerPage } from './page.ts';
import { chooseAutoscaler, readAutoscaler, readMachines } from './requests.ts';

/** Shows an autoscaler: how it stands, what waits, its machines, and why nothing more is done. */
export async function showAutoscaler(
  which: string | undefined,
  options: ServerOptions & { configuration?: boolean },
): Promise<void> {
  const client = await connect(options);
  const view = await readAutoscaler(client, await chooseAutoscaler(client, which));
  if (options.configuration) return options.json ? printJson(view.configuration) : print(stringify(view.configuration).trimEnd());
  const machines = await readMachines(client, view.id, false);
  if (options.json) return printJson({ ...view, machineList: machines });
  const facts = [...factsOf(view), ['page', await autoscalerPage(client, view.id)]] as [string, string][];
  const parts = [
    table(
      ['what', 'value'],
      facts.filter(([, value]) => value !== ''),
    ),
    table(
      ['queue', 'waiting', 'kept ready', 'resource', 'type', 'machines', 'per hour', 'rests'],
      view.queues.flatMap(queueRows),
    ),
    ...(machines.length > 0 ? [machineTable(machines)] : []),
    ...(view.notes.length > 0 ? [view.notes.map(noteLine).join('\n')] : []),
  ];
  print(parts.join('\n\n'));
}

function factsOf(view: AutoscalerView): [string, string][] {
  return [
    ['autoscaler', view.name],
    ['id', view.id],
    ['status', view.status],
    ['cloud', view.provider],
    ['machines', `${machineCounts(view)}; at most ${view.maxMachines}`],
    ['today', spent(view.spentToday)],
    ['budget', budgetText(view)],
    ['in all', inAll(view.total)],
    ['looked', view.lastLook ?? 'not yet'],
    ['looks next', view.nextLook ?? ''],
    ['error', view.cloudError ?? ''],
    ['started by', view.user],
  ];
}

const inAll = ({ machines, neverJoined, tasks, ...spend }: AutoscalerView['total']): string =>
  `${spent(spend)}, ${machines} machines${neverJoined > 0 ? ` (${neverJoined} never joined)` : ''}, ${tasks} tasks`;

const queueRows = ({ name, waiting, warm, resources }: AutoscalerView['queues'][number]): string[][] =>
  resources.map(({ resource, instanceType, spot, max, machines, hourlyPrice, backoff }, index) => [
    index === 0 ? name : '',
    index === 0 ? String(waiting) : '',
    index === 0 ? String(warm) : '',
    resource,
    spot ? `${instanceType}, spot` : instanceType,
    `${machines} of ${max}`,
    dollars(hourlyPrice),
    backoff ? `until ${backoff.until.slice(11, 19)}: ${backoff.reason}` : '',
  ]);

const noteLine = ({ queue, resource, text }: AutoscalerView['notes'][number]): string =>
  [queue, resource, text].filter(Boolean).join(': ');
