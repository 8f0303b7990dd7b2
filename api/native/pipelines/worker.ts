import { z } from 'zod';
import { putResult } from '../../../activities/db/pipelines/function-results.ts';
import { itemOfNode, parametersOfNode } from '../../../activities/db/pipelines/given-parameters.ts';
import { readRun } from '../../../activities/db/pipelines/run-record.ts';
import { defineRoute } from '../route.ts';

const nodeParams = z.object({ run: z.string(), node: z.string() });

const runParameters = defineRoute({
  method: 'get',
  path: '/pipelines/runs/:run/parameters',
  needs: 'read',
  summary: 'The parameters of a run, typed, however long they are',
  params: nodeParams.pick({ run: true }),
  async handle({ api, params: { run } }) {
    return { parameters: (await readRun(api.db.em.fork(), run)).parameters };
  },
});

const item = defineRoute({
  method: 'get',
  path: '/pipelines/runs/:run/steps/:node/item',
  needs: 'read',
  summary: 'The item of an instance of a mapped step, however long it is',
  params: nodeParams,
  async handle({ api, params }) {
    return { item: await itemOfNode(api.db.em.fork(), params) };
  },
});

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
export const workerRoutes = [runParameters, item, parameters, result];
