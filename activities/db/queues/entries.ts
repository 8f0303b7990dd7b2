import type { Em } from '../orm.ts';

/** Puts a task into a queue: at the end, or at the head for a task that lost its machine. */
export async function addEntry(em: Em, { queue, task, at }: { queue: string; task: string; at: 'head' | 'end' }): Promise<void> {
  const position = at === 'head' ? 'coalesce(min(position), 0) - 1' : 'coalesce(max(position), 0) + 1';
  // The queue's row serialises writers of its order; claims skip locked entries and do not wait for it.
  await em.execute(
    `with changed as (update queues set last_update = now() where id = ?)
     insert into queue_entries (task, queue, position, added) select ?, ?, ${position}, now() from queue_entries where queue = ?`,
    [queue, task, queue, queue],
  );
}

/** Takes a task out of whichever queue it waits in. Answers that queue, or null. */
export async function removeEntry(em: Em, task: string): Promise<string | null> {
  const [entry] = await em.execute<{ queue: string }[]>('delete from queue_entries where task = ? returning queue', [task]);
  return entry?.queue ?? null;
}
