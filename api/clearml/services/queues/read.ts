import { z } from 'zod';
import { findQueue } from '../../../../activities/db/queues/find-queue.ts';
import { getQueue, listQueues } from '../../documents/queues.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { listRequest } from '../../query/request.ts';

const document = z.record(z.string(), z.unknown());
const maxEntries = z.int().min(0).nullish().describe('Most entries to answer of each queue');

const getById = defineEndpoint({
  name: 'queues.get_by_id',
  needs: 'read',
  summary: 'One queue with its waiting tasks',
  request: z.object({ queue: z.string().min(1), max_task_entries: maxEntries }),
  response: z.object({ queue: document }),
  async handle({ api }, { queue, max_task_entries: limit }) {
    return { queue: await getQueue(api.db.em.fork(), queue, { maxEntries: limit }) };
  },
});

const getAll = defineEndpoint({
  name: 'queues.get_all',
  needs: 'read',
  summary: 'The queues that meet all the conditions',
  request: listRequest.extend({ max_task_entries: maxEntries }),
  response: z.object({ queues: z.array(document), scroll_id: z.string().optional() }),
  async handle({ api }, request) {
    const { documents, scrollId } = await listQueues(api.db.em.fork(), request, { maxEntries: request.max_task_entries });
    return { queues: documents, ...(scrollId ? { scroll_id: scrollId } : {}) };
  },
});

const getDefault = defineEndpoint({
  name: 'queues.get_default',
  needs: 'read',
  summary: 'The queue that is used when none is named',
  request: z.object({}),
  response: z.object({ id: z.string(), name: z.string() }),
  async handle({ api }) {
    const { id, name } = await findQueue(api.db.em.fork(), {});
    return { id, name };
  },
});

export const readEndpoints = [getById, getAll, getDefault];
