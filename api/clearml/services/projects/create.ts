import { z } from 'zod';
import { createProject } from '../../../../activities/db/projects/create-project.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { text, texts } from '../../schemas/common.ts';

const create = defineEndpoint({
  name: 'projects.create',
  needs: 'work',
  summary: 'Makes a project and the missing ones above it',
  request: z.object({
    name: z.string().min(1),
    description: text,
    tags: texts,
    system_tags: texts,
    default_output_destination: text,
  }),
  response: z.object({ id: z.string() }),
  async handle({ api, principal }, request) {
    return { id: await createProject(api.db, { ...request, userId: principal.userId }) };
  },
});

export const createEndpoints = [create];
