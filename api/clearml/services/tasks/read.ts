import { z } from 'zod';
import { getTask, listTasks } from '../../documents/tasks.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { listRequest } from '../../query/request.ts';
import { taskId } from '../../schemas/common.ts';

const document = z.record(z.string(), z.unknown());

const getById = defineEndpoint({
  name: 'tasks.get_by_id',
  needs: 'read',
  summary: 'One task',
  request: z.object({ task: taskId, only_fields: z.union([z.string(), z.array(z.string())]).nullish() }),
  response: z.object({ task: document }),
  async handle({ api }, { task, only_fields: onlyFields }) {
    return { task: await getTask(api.db.em.fork(), task, onlyFields) };
  },
});

const getAll = defineEndpoint({
  name: 'tasks.get_all',
  needs: 'read',
  summary: 'The tasks that meet all the conditions',
  request: listRequest,
  response: z.object({ tasks: z.array(document), scroll_id: z.string().optional() }),
  async handle({ api }, request) {
    const { documents, scrollId } = await listTasks(api.db.em.fork(), request);
    return { tasks: documents, ...(scrollId ? { scroll_id: scrollId } : {}) };
  },
});

export const readEndpoints = [getById, getAll];
