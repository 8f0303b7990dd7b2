import { connect, type ServerOptions } from '../connect.ts';
import { printJson, printTable } from '../output.ts';
import { allQueues } from './find.ts';

export async function listQueues(options: ServerOptions): Promise<void> {
  const queues = await allQueues(await connect(options));
  if (options.json) return printJson(queues);
  const rows = queues.map(({ id, name, entries = [], workers = [] }) => [
    id,
    String(entries.length),
    workers.map((worker) => worker.name).join(', ') || '-',
    name,
  ]);
  printTable(['id', 'waiting', 'workers', 'name'], rows, 'no queues');
}
