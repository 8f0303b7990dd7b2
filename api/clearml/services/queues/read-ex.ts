import { z } from 'zod';
import type { Em } from '../../../../activities/db/orm.ts';
import { query, sql } from '../../../../activities/db/sql.ts';
import { listWorkers } from '../../../../activities/db/workers/list-workers.ts';
import type { Document } from '../../documents/document.ts';
import { expandReferences } from '../../documents/expand.ts';
import { listQueues } from '../../documents/queues.ts';
import { wireDate } from '../../documents/wire-date.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { listRequest } from '../../query/request.ts';

interface Entry {
  task: unknown;
  added: string;
}

const getAll = defineEndpoint({
  name: 'queues.get_all_ex',
  needs: 'read',
  summary: 'The queues that meet all the conditions, with the names of waiting tasks and the workers that serve them',
  request: listRequest.extend({ max_task_entries: z.int().min(0).nullish() }),
  response: z.object({ queues: z.array(z.record(z.string(), z.unknown())), scroll_id: z.string().optional() }),
  async handle({ api }, request) {
    const em = api.db.em.fork();
    const { documents, projection, scrollId } = await listQueues(em, request, { maxEntries: request.max_task_entries });
    await nameEntries(em, documents);
    if (projection.everything || projection.fields.has('workers')) await addWorkers(em, documents, api.now());
    await expandReferences(em, documents, projection, ['user']);
    return { queues: documents, ...(scrollId ? { scroll_id: scrollId } : {}) };
  },
});

async function nameEntries(em: Em, documents: Document[]): Promise<void> {
  const entries = documents.flatMap((document) => (document.entries as Entry[] | undefined) ?? []);
  const ids = entries.map((entry) => entry.task);
  if (ids.length === 0) return;
  const rows = await query<{ id: string; name: string }>(em, sql`select id, name from tasks where id = any(${ids}::text[])`);
  const tasks = new Map(rows.map((row) => [row.id, row]));
  for (const entry of entries) entry.task = tasks.get(entry.task as string) ?? { id: entry.task };
}

async function addWorkers(em: Em, documents: Document[], now: Date): Promise<void> {
  const workers = await listWorkers(em, { now });
  for (const document of documents) {
    document.workers = workers
      .filter((worker) => worker.queues.some((queue) => queue.id === document.id))
      .map((worker) => ({
        key: worker.id,
        name: worker.id,
        ip: worker.ip,
        ...(worker.task ? { task: { id: worker.task.id, name: worker.task.name } } : {}),
        last_activity_time: wireDate(worker.last_activity),
      }));
  }
}

export const readExEndpoints = [getAll];
