import { z } from 'zod';
import { continueRun, rerunFrom } from '../../../activities/db/pipelines/continue-run.ts';
import { requireRun } from '../../../activities/db/pipelines/views/view-run.ts';
import { stopTask } from '../../../activities/db/tasks/stop.ts';
import { controllerWorkflowId } from '../../../workflows/contracts/controller.ts';
import { PIPELINE_UPDATES } from '../../../workflows/contracts/pipeline-updates.ts';
import { type ApiContext, actorOf, type Principal } from '../../context.ts';
import { defineRoute } from '../route.ts';
import { runParams } from './read.ts';

const name = z.string().min(1).max(300);

const abort = defineRoute({
  method: 'post',
  path: '/pipelines/runs/:run/abort',
  needs: 'work',
  summary: 'Stops a run and all its steps',
  params: runParams,
  body: z.object({ reason: z.string().max(1000).nullish() }),
  async handle({ api, principal, params: { run }, body }) {
    await requireRun(api.db.em.fork(), run);
    await stopTask(api.db, { task: run, actor: actorOf(principal), reason: body.reason || `aborted by ${principal.username}` });
    return {};
  },
});

const goOn = defineRoute({
  method: 'post',
  path: '/pipelines/runs/:run/continue',
  needs: 'work',
  summary: 'Starts a run again that was stopped or has failed; finished steps are kept',
  params: runParams,
  async handle({ api, principal, params: { run } }) {
    await continueRun(api.db, { run, actor: actorOf(principal) });
    return {};
  },
});

const rerun = defineRoute({
  method: 'post',
  path: '/pipelines/runs/:run/rerun',
  needs: 'work',
  summary: 'Runs a step and all that comes after it again, in a run that goes on or has ended',
  params: runParams,
  body: z.object({ step: name }),
  async handle({ api, principal, params: { run }, body: { step } }) {
    const { status } = await requireRun(api.db.em.fork(), run);
    if (status === 'in_progress') await update({ api, principal }, run, PIPELINE_UPDATES.rerun, { step });
    else await rerunFrom(api.db, { run, step, actor: actorOf(principal) });
    return {};
  },
});

const approve = defineRoute({
  method: 'post',
  path: '/pipelines/runs/:run/approve',
  needs: 'work',
  summary: 'Decides an approval that a run waits for',
  params: runParams,
  body: z.object({ step: name, approved: z.boolean(), comment: z.string().max(1000).optional() }),
  async handle({ api, principal, params: { run }, body }) {
    await update({ api, principal }, run, PIPELINE_UPDATES.approve, body);
    return {};
  },
});

const signal = defineRoute({
  method: 'post',
  path: '/pipelines/runs/:run/signal',
  needs: 'work',
  summary: 'Gives a signal that steps of a run wait for',
  params: runParams,
  body: z.object({ signal: name }),
  async handle({ api, principal, params: { run }, body }) {
    return { steps: await update<string[]>({ api, principal }, run, PIPELINE_UPDATES.signal, body) };
  },
});

const pause = defineRoute({
  method: 'post',
  path: '/pipelines/runs/:run/pause',
  needs: 'work',
  summary: 'Starts no step until resumed; what runs goes on',
  params: runParams,
  async handle({ api, principal, params: { run } }) {
    await update({ api, principal }, run, PIPELINE_UPDATES.pause, {});
    return {};
  },
});

const resume = defineRoute({
  method: 'post',
  path: '/pipelines/runs/:run/resume',
  needs: 'work',
  summary: 'Goes on with a paused run',
  params: runParams,
  async handle({ api, principal, params: { run } }) {
    await update({ api, principal }, run, PIPELINE_UPDATES.resume, {});
    return {};
  },
});

/** @throws Refusal `taskNotFound`, `invalid` in the validator's words, `taskStatus` when the run does not go on, `unavailable` */
async function update<Result = void>(
  { api, principal }: { api: ApiContext; principal: Principal },
  run: string,
  kind: string,
  input: object,
): Promise<Result> {
  const { attempt } = await requireRun(api.db.em.fork(), run);
  const workflowId = controllerWorkflowId('pipeline', { taskId: run, attempt });
  return api.temporal.update<Result>(workflowId, kind, { ...input, actor: actorOf(principal), by: principal.username });
}

export const changeRoutes = [abort, goOn, rerun, approve, signal, pause, resume];
