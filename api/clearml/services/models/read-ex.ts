import { z } from 'zod';
import { expandReferences } from '../../documents/expand.ts';
import { listModels } from '../../documents/models.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { listRequest } from '../../query/request.ts';

const REFERENCES = ['project', 'task', 'user'];

const getAll = defineEndpoint({
  name: 'models.get_all_ex',
  needs: 'read',
  summary: 'The models that meet all the conditions, with what they refer to in the place of ids',
  request: listRequest,
  response: z.object({ models: z.array(z.record(z.string(), z.unknown())), scroll_id: z.string().optional() }),
  async handle({ api }, request) {
    const em = api.db.em.fork();
    const { documents, projection, scrollId } = await listModels(em, request);
    await expandReferences(em, documents, projection, REFERENCES);
    return { models: documents, ...(scrollId ? { scroll_id: scrollId } : {}) };
  },
});

export const readExEndpoints = [getAll];
