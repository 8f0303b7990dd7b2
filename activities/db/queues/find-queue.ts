import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';

export interface QueueRef {
  id: string;
  name: string;
}

/**
 * Finds a queue by id or by name; by neither, the default one (system tag `default`, else the name).
 * @throws Refusal `queueNotFound`
 */
export async function findQueue(em: Em, { id, name }: { id?: string | null; name?: string | null }): Promise<QueueRef> {
  const [queue] = await em.execute<QueueRef[]>(...queryFor(id, name));
  if (queue) return queue;
  const wanted = id ?? name ?? 'default';
  throw new Refusal('queueNotFound', `queue ${wanted} does not exist`, { field: 'queue', data: { id: wanted } });
}

function queryFor(id?: string | null, name?: string | null): [string, unknown[]] {
  if (id) return ['select id, name from queues where id = ?', [id]];
  if (name) return ['select id, name from queues where name = ?', [name]];
  return [
    `select id, name from queues where 'default' = any(system_tags) or name = 'default' order by 'default' = any(system_tags) desc limit 1`,
    [],
  ];
}

/**
 * Finds a queue that a person has named by its name or its id.
 * @throws Refusal `queueNotFound`
 */
export async function findQueueByRef(em: Em, ref: string): Promise<QueueRef> {
  const [queue] = await em.execute<QueueRef[]>(
    'select id, name from queues where name = ? or id = ? order by name = ? desc limit 1',
    [ref, ref, ref],
  );
  return queue ?? findQueue(em, { id: ref });
}
