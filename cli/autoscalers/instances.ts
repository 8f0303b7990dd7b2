import type { MachineView } from '../../workflows/contracts/autoscaler-api.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { print, printJson, table } from '../output.ts';
import { age, dollars, used } from './format.ts';
import { chooseAutoscaler, readMachines } from './requests.ts';

/** Lists the machines of an autoscaler. */
export async function listInstances(which: string | undefined, options: ServerOptions & { ended?: boolean }): Promise<void> {
  const client = await connect(options);
  const machines = await readMachines(client, await chooseAutoscaler(client, which), options.ended ?? false);
  if (options.json) return printJson(machines);
  print(machines.length === 0 ? 'no machines' : machineTable(machines));
}

export const machineTable = (machines: MachineView[]): string =>
  table(
    ['machine', 'state', 'since', 'queue', 'resource', 'instance', 'age', 'cost', 'tasks', 'task or reason'],
    machines.map(rowOf),
  );

function rowOf(machine: MachineView): string[] {
  const { id, state, since, queue, resource, cloudId, zone, created, hours, cost, tasks } = machine;
  return [
    id,
    machine.interrupted && state !== 'ended' ? `${state}, taken back` : state,
    age(since),
    queue,
    resource,
    [cloudId?.slice(0, 19) ?? '-', zone].filter(Boolean).join(' '),
    state === 'ended' ? used(hours) : age(created),
    dollars(cost),
    String(tasks),
    reasonOf(machine),
  ];
}

const reasonOf = ({ task, endReason, endWhy, error, why }: MachineView): string =>
  [task?.name ?? (endReason ? `${endReason}: ${endWhy ?? ''}` : why), error].filter(Boolean).join('; ').split('\n')[0]!;
