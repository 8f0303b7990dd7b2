import { z } from 'zod';
import { appendConsole } from '../../../activities/db/events/append-console.ts';
import { releaseRun } from '../../../activities/db/tasks/finish-attempt.ts';
import { reportStage } from '../../../activities/db/tasks/report-stage.ts';
import { requireOpenRun, requireRun } from '../../../activities/db/tasks/require-run.ts';
import { setInstalled } from '../../../activities/db/tasks/set-installed.ts';
import type {
  ConsoleChunkRequest,
  ConsoleChunkResponse,
  InstalledRequirements,
  RunSpec,
  StageReport,
} from '../../../workflows/contracts/agent-api.ts';
import { STAGES } from '../../../workflows/contracts/run.ts';
import { defineRoute } from '../route.ts';
import { runSpec } from './run-spec.ts';

/** Milliseconds since the epoch, as far as a Date reaches. */
const timestamp = z.number().nonnegative().max(8_640_000_000_000_000);

const params = z
  .object({ task: z.string(), attempt: z.coerce.number().pipe(z.int32().positive()) })
  .transform(({ task, attempt }) => ({ taskId: task, attempt }));

const stageReport = z.object({
  stage: z.enum(STAGES),
  state: z.enum(['started', 'completed', 'failed']),
  at: timestamp.int(),
  detail: z.string().max(10_000).optional(),
  lastLines: z.string().max(10_000).optional(),
}) satisfies z.ZodType<StageReport>;

const consoleChunk = z.object({
  offset: z.number().int().nonnegative(),
  text: z.string(),
  timestamp,
}) satisfies z.ZodType<ConsoleChunkRequest>;

const installed = z.object({ pip: z.array(z.string()).max(10_000) }) satisfies z.ZodType<InstalledRequirements>;

const read = defineRoute({
  method: 'get',
  path: '/runs/:task/:attempt',
  needs: 'work',
  summary: 'What an agent needs to run an attempt, while it goes on',
  params,
  async handle({ api, principal, params: run }): Promise<RunSpec> {
    await requireOpenRun(api.db.em.fork(), run, principal);
    return runSpec(api, run);
  },
});

const sendConsole = defineRoute({
  method: 'post',
  path: '/runs/:task/:attempt/console',
  needs: 'work',
  summary: 'Adds to the console of a run; what is stored already is left out',
  params,
  body: consoleChunk,
  async handle({ api, principal, params: run, body }): Promise<ConsoleChunkResponse> {
    const { worker } = await requireRun(api.db.em.fork(), run, principal);
    return appendConsole(api.db, { run, worker, ...body });
  },
});

const stage = defineRoute({
  method: 'post',
  path: '/runs/:task/:attempt/stages',
  needs: 'work',
  summary: 'Reports the beginning or the end of a stage; the same report twice changes nothing',
  params,
  body: stageReport,
  async handle({ api, principal, params: run, body }) {
    await requireRun(api.db.em.fork(), run, principal);
    await reportStage(api.db, run, body);
    return {};
  },
});

const requirements = defineRoute({
  method: 'put',
  path: '/runs/:task/:attempt/requirements',
  needs: 'work',
  summary: 'Writes down which packages were really installed',
  params,
  body: installed,
  async handle({ api, principal, params: run, body }) {
    await requireOpenRun(api.db.em.fork(), run, principal);
    await setInstalled(api.db, { taskId: run.taskId, pip: body.pip });
    return {};
  },
});

const release = defineRoute({
  method: 'post',
  path: '/runs/:task/:attempt/release',
  needs: 'work',
  summary: 'Gives a claimed run back to the head of its queue',
  params,
  body: z.object({ reason: z.string().max(1000).optional() }),
  async handle({ api, principal, params: run, body }) {
    const { worker } = await requireOpenRun(api.db.em.fork(), run, principal);
    await releaseRun(api.db, { run, reason: body.reason ?? 'given back by its agent', actor: `worker:${worker}` });
    return {};
  },
});

export const runRoutes = [read, sendConsole, stage, requirements, release];
