import { z } from 'zod';
import { putResult } from '../../../activities/db/pipelines/function-results.ts';
import { parametersOfNode } from '../../../activities/db/pipelines/given-parameters.ts';
import { defineRoute } from '../route.ts';

const nodeParams = z.object({ run: z.string(), node: z.string() });

const parameters = defineRoute({
  method: 'get',
  path: '/pipelines/runs/:run/steps/:node/parameters',
  needs: 'read',
  summary: 'The parameters or arguments of a step, references resolved, however long they are',
  params: nodeParams,
  async handle({ api, params }) {
    return { parameters: await parametersOfNode(api.db.em.fork(), params) };
  },
});

const result = defineRoute({
  method: 'put',
  path: '/pipelines/runs/:run/steps/:node/results/:key',
  needs: 'work',
  summary: 'Keeps a value that the function of a step gives back and that is too long for a parameter',
  params: nodeParams.extend({ key: z.string().min(1).max(300) }),
  body: z.object({ task: z.string(), attempt: z.number().int().positive(), value: z.json() }),
  async handle({ api, params, body }) {
    await putResult(api.db, { ...params, ...body });
    return {};
  },
});

/** What the worker of a definition asks beside what Temporal brings it. */
export const workerRoutes = [parameters, result];
