import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { findQueue } from './find-queue.ts';

/** Where a waiting task goes: to an end of its queue, or some places towards one. */
export type EntryMove = { to: 'front' | 'back' } | { forward: number } | { backward: number };

interface Entry {
  task: string;
  position: string;
}

/**
 * Moves a waiting task within its queue. Answers its place, counted from 0 at the head.
 * @throws Refusal `queueNotFound`, `taskNotQueued`
 */
export function moveEntry(db: Db, { queue, task, move }: { queue: string; task: string; move: EntryMove }): Promise<number> {
  return db.em.fork().transactional(async (em) => {
    await findQueue(em, { id: queue });
    // The queue's row serialises writers of its order, as it does for those who add to it.
    await query(em, sql`update queues set last_update = now() where id = ${queue}`);
    const entries = await query<Entry>(
      em,
      sql`select task, position from queue_entries where queue = ${queue} order by position`,
    );
    const from = entries.findIndex((entry) => entry.task === task);
    if (from < 0) throw notWaiting(queue, task);
    const to = Math.min(Math.max(placeAfter(move, from, entries.length), 0), entries.length - 1);
    await rotate(em, entries.slice(Math.min(from, to), Math.max(from, to) + 1), to < from);
    return to;
  });
}

export const notWaiting = (queue: string, task: string): Refusal =>
  new Refusal('taskNotQueued', `Task is not in the queue: task=${task}, queue=${queue}`, {
    field: 'task',
    data: { task, queue },
  });

function placeAfter(move: EntryMove, from: number, length: number): number {
  if ('forward' in move) return from - move.forward;
  if ('backward' in move) return from + move.backward;
  return move.to === 'front' ? 0 : length - 1;
}

/** The entries of a stretch trade their positions; nobody outside it is touched. */
async function rotate(em: Em, stretch: Entry[], forward: boolean): Promise<void> {
  const tasks = stretch.map((entry) => entry.task);
  const rotated = forward ? [...tasks.slice(-1), ...tasks.slice(0, -1)] : [...tasks.slice(1), ...tasks.slice(0, 1)];
  const positions = stretch.map((entry) => entry.position);
  await query(
    em,
    sql`update queue_entries e set position = moved.position
        from unnest(${rotated}::text[], ${positions}::bigint[]) as moved (task, position) where e.task = moved.task`,
  );
}
