import type { HttpClient } from '../../sdk/http-client.ts';
import { NotThereError } from '../exit-code.ts';

export interface Queue {
  id: string;
  name: string;
  entries?: { task: string | { id: string; name?: string }; added?: string }[];
  workers?: { name: string }[];
}

/** The queue with this id or exact name. Throws NotThereError. */
export async function findQueue(client: HttpClient, reference: string): Promise<Queue> {
  const queues = await allQueues(client);
  const found = queues.find(({ id }) => id === reference) ?? queues.find(({ name }) => name === reference);
  if (!found) throw new NotThereError(`no queue "${reference}"`);
  return found;
}

export async function allQueues(client: HttpClient): Promise<Queue[]> {
  return (await client.call<{ queues: Queue[] }>('queues.get_all_ex', { order_by: ['name'] })).queues;
}
