import { z } from 'zod';
import { type EntryMove, moveEntry, notWaiting } from '../../../../activities/db/queues/move-entry.ts';
import { query, sql } from '../../../../activities/db/sql.ts';
import { dequeue } from '../../../../activities/db/tasks/dequeue.ts';
import { enqueue } from '../../../../activities/db/tasks/enqueue.ts';
import { actorOf } from '../../../context.ts';
import { getQueue } from '../../documents/queues.ts';
import { defineEndpoint, type Endpoint } from '../../endpoint.ts';

const queue = z.string().min(1).describe('Id of the queue');
const entry = z.object({ queue, task: z.string().min(1).describe('Id of the task') });
const MAX_INT = 2_147_483_647;
const counted = entry.extend({ count: z.int().min(1).max(MAX_INT).nullish().describe('Places to move; default 1') });

const moveAction = (action: string, summary: string, moveOf: (count: number) => EntryMove): Endpoint =>
  defineEndpoint({
    name: `queues.move_task_${action}`,
    needs: 'work',
    summary,
    request: counted,
    response: z.object({ position: z.int() }),
    async handle({ api }, { queue: id, task, count }) {
      return { position: await moveEntry(api.db, { queue: id, task, move: moveOf(count ?? 1) }) };
    },
  });

const addTask = defineEndpoint({
  name: 'queues.add_task',
  needs: 'work',
  summary: 'Puts a task at the end of a queue',
  request: entry,
  response: z.object({ added: z.int() }),
  async handle({ api, principal }, { queue: id, task }) {
    await enqueue(api.db, { task, queue: id, actor: actorOf(principal) });
    return { added: 1 };
  },
});

const removeTask = defineEndpoint({
  name: 'queues.remove_task',
  needs: 'work',
  summary: 'Takes a task out of a queue',
  request: entry,
  response: z.object({ removed: z.int() }),
  async handle({ api, principal }, { queue: id, task }) {
    const em = api.db.em.fork();
    await getQueue(em, id, { maxEntries: 0 });
    const [waiting] = await query(em, sql`select 1 from queue_entries where queue = ${id} and task = ${task}`);
    if (!waiting) throw notWaiting(id, task);
    await dequeue(api.db, { task, actor: actorOf(principal) });
    return { removed: 1 };
  },
});

const peekTask = defineEndpoint({
  name: 'queues.peek_task',
  needs: 'read',
  summary: 'The task at the head of a queue, which stays there',
  request: z.object({ queue }),
  response: z.object({ task: z.string().optional() }),
  async handle({ api }, { queue: id }) {
    const { entries } = await getQueue(api.db.em.fork(), id, { maxEntries: 1 });
    const [head] = entries as { task: string }[];
    return head ? { task: head.task } : {};
  },
});

const getNumEntries = defineEndpoint({
  name: 'queues.get_num_entries',
  needs: 'read',
  summary: 'How many tasks wait in a queue',
  request: z.object({ queue }),
  response: z.object({ num: z.int() }),
  async handle({ api }, { queue: id }) {
    const em = api.db.em.fork();
    await getQueue(em, id, { maxEntries: 0 });
    const [row] = await query<{ num: number }>(em, sql`select count(*)::int as num from queue_entries where queue = ${id}`);
    return { num: row?.num ?? 0 };
  },
});

export const entryEndpoints = [
  moveAction('forward', 'Moves a task towards the head of its queue', (forward) => ({ forward })),
  moveAction('backward', 'Moves a task towards the end of its queue', (backward) => ({ backward })),
  moveAction('to_front', 'Moves a task to the head of its queue', () => ({ to: 'front' })),
  moveAction('to_back', 'Moves a task to the end of its queue', () => ({ to: 'back' })),
  addTask,
  removeTask,
  peekTask,
  getNumEntries,
];
