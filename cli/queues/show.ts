import { connect, type ServerOptions } from '../connect.ts';
import { printJson, printTable } from '../output.ts';
import { findQueue } from './find.ts';

export async function showQueue(reference: string, options: ServerOptions): Promise<void> {
  const queue = await findQueue(await connect(options), reference);
  if (options.json) return printJson(queue);
  const rows = (queue.entries ?? []).map(({ task, added }, index) => {
    const { id, name = '' } = typeof task === 'string' ? { id: task } : task;
    return [String(index + 1), id, added?.slice(0, 19) ?? '', name];
  });
  printTable(['place', 'task', 'since (UTC)', 'name'], rows, `nothing waits in ${queue.name}`);
}
