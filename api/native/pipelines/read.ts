import { z } from 'zod';
import { listPipelines } from '../../../activities/db/pipelines/views/list-pipelines.ts';
import { listRuns } from '../../../activities/db/pipelines/views/list-runs.ts';
import { listRunEvents, viewRun } from '../../../activities/db/pipelines/views/view-run.ts';
import { controllerWorkflowId } from '../../../workflows/contracts/controller.ts';
import type { RunView } from '../../../workflows/contracts/pipeline-api.ts';
import { temporalUrl } from '../../temporal/temporal-url.ts';
import { defineRoute } from '../route.ts';

export const runParams = z.object({ run: z.string() });

const pipelines = defineRoute({
  method: 'get',
  path: '/pipelines',
  needs: 'read',
  summary: 'Every pipeline that has had a run, with its newest runs',
  async handle({ api }) {
    return { pipelines: await listPipelines(api.db.em.fork()) };
  },
});

const runs = defineRoute({
  method: 'get',
  path: '/pipelines/:id/runs',
  needs: 'read',
  summary: 'The runs of a pipeline, newest first',
  params: z.object({ id: z.string() }),
  query: z.object({ archived: z.stringbool().default(false) }),
  async handle({ api, params: { id }, query: { archived } }) {
    return { runs: await listRuns(api.db.em.fork(), { pipeline: id, archived }) };
  },
});

const run = defineRoute({
  method: 'get',
  path: '/pipelines/runs/:run',
  needs: 'read',
  summary: 'A run of a pipeline with its steps',
  params: runParams,
  async handle({ api, params }): Promise<RunView> {
    const facts = await viewRun(api.db.em.fork(), params.run);
    const begun = facts.engine === 'perdura' && facts.attempt > 0;
    const workflowId = begun ? controllerWorkflowId('pipeline', { taskId: facts.id, attempt: facts.attempt }) : null;
    return { ...facts, workflowId, temporalUrl: workflowId === null ? null : temporalUrl(api.options, workflowId) };
  },
});

const events = defineRoute({
  method: 'get',
  path: '/pipelines/runs/:run/events',
  needs: 'read',
  summary: 'Everything that happened to a run, oldest first',
  params: runParams,
  async handle({ api, params }) {
    return { events: await listRunEvents(api.db.em.fork(), params.run) };
  },
});

export const readRoutes = [pipelines, runs, run, events];
