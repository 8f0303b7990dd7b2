import { z } from 'zod';
import { startNewRun } from '../../../activities/db/pipelines/new-run.ts';
import { submitPipeline } from '../../../activities/db/pipelines/submit-pipeline.ts';
import { actorOf } from '../../context.ts';
import { defineRoute } from '../route.ts';
import { runParams } from './read.ts';

const parameters = z.record(z.string(), z.unknown()).default({});

const submit = defineRoute({
  method: 'post',
  path: '/pipelines/runs',
  needs: 'work',
  summary: 'Checks a definition and starts a run of it; the same idempotency key again answers the run that it made',
  body: z.object({
    spec: z.unknown(),
    parameters,
    ignoreCache: z.boolean().default(false),
    draft: z.boolean().default(false),
    idempotencyKey: z.string().min(1).max(200).nullish(),
    file: z.string().min(1).max(4096).nullish(),
  }),
  handle: ({ api, principal, body }) =>
    submitPipeline(api.db, {
      ...body,
      idempotencyKey: body.idempotencyKey ?? null,
      filesUrl: api.options.urls.files,
      userId: principal.userId,
      actor: actorOf(principal),
    }),
});

const again = defineRoute({
  method: 'post',
  path: '/pipelines/runs/:run/new',
  needs: 'work',
  summary: 'Starts another run of the same definition, with other parameters if any are given',
  params: runParams,
  body: z.object({ parameters, version: z.string().min(1).max(100).nullish(), ignoreCache: z.boolean().default(false) }),
  async handle({ api, principal, params: { run }, body }) {
    const { version, ...rest } = body;
    const input = { ...rest, run, version: version ?? null, userId: principal.userId, actor: actorOf(principal) };
    return { run: await startNewRun(api.db, input) };
  },
});

export const startRoutes = [submit, again];
