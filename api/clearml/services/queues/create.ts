import { z } from 'zod';
import { createQueue } from '../../../../activities/db/queues/create-queue.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { text, texts } from '../../schemas/common.ts';

const create = defineEndpoint({
  name: 'queues.create',
  summary: 'Makes a queue',
  request: z.object({ name: z.string().trim().min(1), display_name: text, tags: texts, system_tags: texts }),
  response: z.object({ id: z.string() }),
  async handle({ api, principal }, request) {
    return { id: await createQueue(api.db, { ...request, userId: principal.userId }) };
  },
});

export const createEndpoints = [create];
