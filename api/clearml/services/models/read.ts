import { z } from 'zod';
import { Refusal } from '../../../../activities/db/errors.ts';
import { getModel, listModels } from '../../documents/models.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { listRequest } from '../../query/request.ts';
import { modelId } from '../../schemas/model.ts';

const document = z.record(z.string(), z.unknown());

const getById = defineEndpoint({
  name: 'models.get_by_id',
  needs: 'read',
  summary: 'One model',
  request: z.object({ model: modelId }),
  response: z.object({ model: document }),
  async handle({ api }, { model }) {
    return { model: await getModel(api.db.em.fork(), model) };
  },
});

const getByTask = defineEndpoint({
  name: 'models.get_by_task_id',
  needs: 'read',
  summary: 'The newest model that a task has made',
  request: z.object({ task: z.string().min(1) }),
  response: z.object({ model: document }),
  async handle({ api }, { task }) {
    const { documents } = await listModels(api.db.em.fork(), {
      task: [task],
      order_by: ['-created'],
      page: 0,
      page_size: 1,
      search_hidden: true,
    });
    if (!documents[0])
      throw new Refusal('modelNotFound', `Task has no output model: task=${task}`, { field: 'task', data: { task } });
    return { model: documents[0] };
  },
});

const getAll = defineEndpoint({
  name: 'models.get_all',
  needs: 'read',
  summary: 'The models that meet all the conditions',
  request: listRequest,
  response: z.object({ models: z.array(document), scroll_id: z.string().optional() }),
  async handle({ api }, request) {
    const { documents, scrollId } = await listModels(api.db.em.fork(), request);
    return { models: documents, ...(scrollId ? { scroll_id: scrollId } : {}) };
  },
});

export const readEndpoints = [getById, getByTask, getAll];
