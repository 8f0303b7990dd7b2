import { z } from 'zod';
import { dequeue } from '../../../../activities/db/tasks/dequeue.ts';
import { enqueue } from '../../../../activities/db/tasks/enqueue.ts';
import { publishTask } from '../../../../activities/db/tasks/publish-task.ts';
import { stopTask } from '../../../../activities/db/tasks/stop.ts';
import { isWatched } from '../../../../activities/db/workers/is-watched.ts';
import { actorOf } from '../../../context.ts';
import { statusFields, wireFields } from '../../documents/status-fields.ts';
import { type Call, defineEndpoint } from '../../endpoint.ts';
import { flag, ids, reasons, text } from '../../schemas/common.ts';
import { forEachId, manyResult } from '../many.ts';

type Reasons = { [Name in keyof typeof reasons]?: string | null | undefined };

const changeOf = ({ principal }: Call, request: Reasons & { force?: boolean | null | undefined }) => ({
  actor: actorOf(principal),
  force: request.force ?? false,
  reason: request.status_reason ?? '',
  message: request.status_message ?? '',
});

const enqueueMany = defineEndpoint({
  name: 'tasks.enqueue_many',
  needs: 'work',
  summary: 'Puts several tasks at the end of a queue',
  request: z.object({
    ids,
    queue: text,
    queue_name: text,
    validate_tasks: flag,
    verify_watched_queue: flag,
    force: flag,
    ...reasons,
  }),
  response: manyResult,
  async handle(call, { ids: tasks, queue, queue_name: queueName, ...request }) {
    let used: string | undefined;
    const result = await forEachId(tasks, async (task) => {
      const enqueued = await enqueue(call.api.db, { task, queue, queueName, ...changeOf(call, request) });
      used = enqueued.queue;
      return { queued: true, updated: 1, fields: statusFields(enqueued.fields) };
    });
    if (!request.verify_watched_queue || !used) return result;
    return { ...result, queue_watched: await isWatched(call.api.db.em.fork(), { queue: used, now: call.api.now() }) };
  },
});

const dequeueMany = defineEndpoint({
  name: 'tasks.dequeue_many',
  needs: 'work',
  summary: 'Takes several tasks out of their queues',
  request: z.object({ ids, ...reasons }),
  response: manyResult,
  handle: (call, { ids: tasks, ...request }) =>
    forEachId(tasks, async (task) => {
      const fields = await dequeue(call.api.db, { task, ...changeOf(call, request) });
      return { dequeued: true, updated: 1, fields: { ...wireFields(fields), enqueue_status: null } };
    }),
});

const stopMany = defineEndpoint({
  name: 'tasks.stop_many',
  needs: 'work',
  summary: 'Asks several tasks to stop',
  request: z.object({ ids, force: flag, ...reasons }),
  response: manyResult,
  handle: (call, { ids: tasks, ...request }) =>
    forEachId(tasks, async (task) => {
      const fields = await stopTask(call.api.db, { task, ...changeOf(call, request) });
      return { updated: 1, fields: statusFields(fields) };
    }),
});

const publishMany = defineEndpoint({
  name: 'tasks.publish_many',
  needs: 'work',
  summary: 'Publishes several tasks',
  request: z.object({ ids, force: flag, publish_model: flag, ...reasons }),
  response: manyResult,
  handle: (call, { ids: tasks, publish_model: publishModels, ...request }) =>
    forEachId(tasks, async (task) => {
      const fields = await publishTask(call.api.db, { task, publishModels: publishModels ?? true, ...changeOf(call, request) });
      return { updated: 1, fields: statusFields(fields) };
    }),
});

export const manyTransitionEndpoints = [enqueueMany, dequeueMany, stopMany, publishMany];
