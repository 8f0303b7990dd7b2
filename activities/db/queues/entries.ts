import type { Em } from '../orm.ts';

/** Takes a task out of whichever queue it waits in. Answers that queue, or null. */
export async function removeEntry(em: Em, task: string): Promise<string | null> {
  const [entry] = await em.execute<{ queue: string }[]>('delete from queue_entries where task = ? returning queue', [task]);
  return entry?.queue ?? null;
}
