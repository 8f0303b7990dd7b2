import { z } from 'zod';
import { dequeue as dequeueTask } from '../../../../activities/db/tasks/dequeue.ts';
import { enqueue as enqueueTask } from '../../../../activities/db/tasks/enqueue.ts';
import { isWatched } from '../../../../activities/db/workers/is-watched.ts';
import { TASK_STATUSES } from '../../../../workflows/domain/task-status.ts';
import { actorOf } from '../../../context.ts';
import { statusFields, wireFields } from '../../documents/status-fields.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flag, reasons, taskId, text, updated } from '../../schemas/common.ts';

const watched = flag.describe('Answers whether a worker serves the queue');

const enqueue = defineEndpoint({
  name: 'tasks.enqueue',
  needs: 'work',
  summary: 'Puts a task at the end of a queue: by id, by name, or the default one',
  request: z.object({ task: taskId, queue: text, queue_name: text, force: flag, verify_watched_queue: watched, ...reasons }),
  response: updated.extend({ queued: z.int(), queue_watched: z.boolean().optional() }),
  async handle({ api, principal }, request) {
    const { queue, fields } = await enqueueTask(api.db, {
      task: request.task,
      queue: request.queue,
      queueName: request.queue_name,
      actor: actorOf(principal),
      force: request.force ?? false,
      reason: request.status_reason ?? '',
      message: request.status_message ?? '',
    });
    const isWatching = request.verify_watched_queue ? await isWatched(api.db.em.fork(), { queue, now: api.now() }) : undefined;
    return { queued: 1, updated: 1, fields: statusFields(fields), queue_watched: isWatching };
  },
});

const dequeue = defineEndpoint({
  name: 'tasks.dequeue',
  needs: 'work',
  summary: 'Takes a task out of its queue; its status becomes what it was before',
  request: z.object({ task: taskId, new_status: z.enum(TASK_STATUSES).nullish(), ...reasons }),
  response: updated.extend({ dequeued: z.int() }),
  async handle({ api, principal }, { task, new_status: newStatus, status_reason: reason, status_message: message }) {
    const fields = await dequeueTask(api.db, {
      task,
      actor: actorOf(principal),
      newStatus: newStatus ?? undefined,
      reason: reason ?? '',
      message: message ?? '',
    });
    return { dequeued: 1, updated: 1, fields: { ...wireFields(fields), enqueue_status: null } };
  },
});

export const queueingEndpoints = [enqueue, dequeue];
