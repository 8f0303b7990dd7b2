import { connect, type ServerOptions } from '../connect.ts';
import { printJson, printTable } from '../output.ts';
import { machineCounts, spent } from './format.ts';
import { readAutoscalers } from './requests.ts';

export async function listAutoscalers(options: ServerOptions): Promise<void> {
  const autoscalers = await readAutoscalers(await connect(options));
  if (options.json) return printJson(autoscalers);
  const rows = autoscalers.map((one) => [
    one.id,
    one.status,
    one.provider,
    String(one.queues.reduce((sum, { waiting }) => sum + waiting, 0)),
    machineCounts(one),
    String(one.maxMachines),
    spent(one.spentToday),
    one.name,
  ]);
  printTable(['id', 'status', 'cloud', 'waiting', 'machines', 'at most', 'today', 'name'], rows, 'no autoscalers');
}
