import { z } from 'zod';
import { clearLog } from '../../../../activities/db/events/clear-log.ts';
import { readLog } from '../../../../activities/db/events/read-log.ts';
import { requireOwners } from '../../../../activities/db/events/require-owners.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { logDocument } from './documents.ts';
import { eventDocuments, pageSize } from './schemas.ts';

const taskLog = defineEndpoint({
  name: 'events.get_task_log',
  needs: 'read',
  summary: 'Console output, from the latest message back or from the first one on',
  request: z.object({
    task: z.string(),
    batch_size: pageSize(500),
    navigate_earlier: z.boolean().nullish().describe('From the latest message back; the default'),
    order: z.enum(['asc', 'desc']).nullish(),
    from_timestamp: z.number().nullish().describe('Milliseconds since the epoch at which to begin, itself not included'),
  }),
  response: z.object({ events: eventDocuments, returned: z.int(), total: z.int() }),
  async handle({ api }, { task, batch_size: limit, navigate_earlier, order, from_timestamp: from }) {
    const em = api.db.em.fork();
    await requireOwners(em, [task]);
    const back = navigate_earlier !== false;
    const { messages, total } = await readLog(em, { task, limit, direction: back ? 'back' : 'on', from: from ?? null });
    const descending = order ? order === 'desc' : back;
    const events = messages.map((message) => logDocument(message, task));
    return { events: descending ? events.reverse() : events, returned: events.length, total };
  },
});

const clearTaskLog = defineEndpoint({
  name: 'events.clear_task_log',
  needs: 'work',
  summary: 'Deletes console output: all, or what is older than some seconds',
  request: z.object({
    task: z.string(),
    threshold_sec: z.int().nonnegative().nullish(),
    allow_locked: z.boolean().nullish(),
  }),
  response: z.object({ deleted: z.int() }),
  async handle({ api }, { task, threshold_sec, allow_locked }) {
    const before = threshold_sec ? api.now().getTime() - threshold_sec * 1000 : null;
    return { deleted: await clearLog(api.db, { task, before, allowLocked: allow_locked === true }) };
  },
});

export const taskLogEndpoints = [taskLog, clearTaskLog];
