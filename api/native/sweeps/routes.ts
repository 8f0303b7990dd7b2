import { z } from 'zod';
import { Refusal } from '../../../activities/db/errors.ts';
import { changedSpec } from '../../../activities/db/sweeps/change-sweep.ts';
import { listSweepEvents } from '../../../activities/db/sweeps/list-events.ts';
import { listSweeps } from '../../../activities/db/sweeps/list-sweeps.ts';
import { listPythonSweeps } from '../../../activities/db/sweeps/python-sweeps.ts';
import { refuseFaults } from '../../../activities/db/sweeps/read-spec.ts';
import { submitSweep } from '../../../activities/db/sweeps/submit-sweep.ts';
import { sweepChange } from '../../../activities/db/sweeps/sweep-schema.ts';
import { stopTask } from '../../../activities/db/tasks/stop.ts';
import { readOptunaNames } from '../../../activities/optuna/environment.ts';
import { CONTROLLER_UPDATES, controllerWorkflowId } from '../../../workflows/contracts/controller.ts';
import { SWEEP_UPDATES, type SweepSpec } from '../../../workflows/contracts/sweep.ts';
import { checkParameters } from '../../../workflows/domain/sweeps/check-parameters.ts';
import { ranked } from '../../../workflows/domain/sweeps/summary.ts';
import { type ApiContext, actorOf, type Principal } from '../../context.ts';
import { defineRoute } from '../route.ts';
import { findSweep, trialsOf, viewSweep } from './view.ts';

const params = z.object({ id: z.string() });
/** As many as the command line takes. */
const MOST_TRIALS = 1_000_000;

const submit = defineRoute({
  method: 'post',
  path: '/sweeps',
  needs: 'work',
  summary: 'Makes a sweep and starts it; the same idempotency key again answers the sweep that it made',
  body: z.object({ spec: z.unknown(), idempotencyKey: z.string().min(1).max(200).optional(), draft: z.boolean().optional() }),
  async handle({ api, principal, body }) {
    const optuna = await readOptunaNames(api.options.optunaDir);
    return submitSweep(api.db, { ...body, userId: principal.userId, actor: actorOf(principal), optuna });
  },
});

const list = defineRoute({
  method: 'get',
  path: '/sweeps',
  needs: 'read',
  summary: "Sweeps, those of Python's optimizer among them, the newest first",
  query: z.object({ archived: z.stringbool().default(false) }),
  async handle({ api, query: { archived } }) {
    const em = api.db.em.fork();
    const ours = (await listSweeps(em, { archived })).map(({ summary }) => summary);
    const theirs = await listPythonSweeps(em, { archived });
    return { sweeps: [...ours, ...theirs].toSorted((a, b) => (a.created < b.created ? 1 : -1)) };
  },
});

const view = defineRoute({
  method: 'get',
  path: '/sweeps/:id',
  needs: 'read',
  summary: 'A sweep with its budget, the importance of its parameters, its best trials and its rungs',
  params,
  async handle({ api, params: { id } }) {
    const em = api.db.em.fork();
    return viewSweep(em, api.options, await findSweep(em, id));
  },
});

const trials = defineRoute({
  method: 'get',
  path: '/sweeps/:id/trials',
  needs: 'read',
  summary: 'The trials of a sweep by their number; with `top` so many of those that count, the best first by the first objective',
  params,
  query: z.object({ top: z.coerce.number().int().min(1).max(MOST_TRIALS).optional() }),
  async handle({ api, params: { id }, query: { top } }) {
    const em = api.db.em.fork();
    const all = await trialsOf(em, await findSweep(em, id));
    const wanted = top === undefined ? all : ranked(all.filter(({ score }) => score !== null)).slice(0, top);
    return { trials: wanted.map(({ score: _, ...trial }) => trial) };
  },
});

const history = defineRoute({
  method: 'get',
  path: '/sweeps/:id/history',
  needs: 'read',
  summary: 'What happened to a sweep, and what people did to it while it ran',
  params,
  async handle({ api, params: { id } }) {
    const em = api.db.em.fork();
    await findSweep(em, id);
    return { events: await listSweepEvents(em, id) };
  },
});

const pause = defineRoute({
  method: 'post',
  path: '/sweeps/:id/pause',
  needs: 'work',
  summary: 'Starts no trial until resumed; what runs goes on',
  params,
  async handle({ api, principal, params: { id } }) {
    await update(api, principal, { id, name: CONTROLLER_UPDATES.pause });
    return {};
  },
});

const resume = defineRoute({
  method: 'post',
  path: '/sweeps/:id/resume',
  needs: 'work',
  summary: 'Goes on with a paused sweep',
  params,
  async handle({ api, principal, params: { id } }) {
    await update(api, principal, { id, name: CONTROLLER_UPDATES.resume });
    return {};
  },
});

const stop = defineRoute({
  method: 'post',
  path: '/sweeps/:id/stop',
  needs: 'work',
  summary: 'Stops a sweep and the trials that run',
  params,
  body: z.object({ reason: z.string().max(1000).optional() }),
  async handle({ api, principal, params: { id }, body }) {
    await findSweep(api.db.em.fork(), id);
    await stopTask(api.db, { task: id, actor: actorOf(principal), reason: body.reason ?? 'stopped' });
    return {};
  },
});

const change = defineRoute({
  method: 'post',
  path: '/sweeps/:id/change',
  needs: 'work',
  summary: 'Changes limits of a running sweep, or narrows its space',
  params,
  body: sweepChange,
  async handle({ api, principal, params: { id }, body }) {
    changedSpec(await requireSpec(api, id), body);
    return update(api, principal, { id, name: SWEEP_UPDATES.change, argument: { ...body } });
  },
});

const addTrial = defineRoute({
  method: 'post',
  path: '/sweeps/:id/trials',
  needs: 'work',
  summary: 'Adds a trial by hand to a running sweep; it starts in the next free slot',
  params,
  body: z.object({ parameters: z.record(z.string(), z.json()) }),
  async handle({ api, principal, params: { id }, body }) {
    refuseFaults(checkParameters((await requireSpec(api, id)).space, body.parameters));
    return update(api, principal, { id, name: SWEEP_UPDATES.addTrial, argument: { ...body } });
  },
});

async function requireSpec(api: ApiContext, id: string): Promise<SweepSpec> {
  const { kind, sweep } = await findSweep(api.db.em.fork(), id);
  if (kind === 'perdura' && sweep.spec) return sweep.spec;
  throw new Refusal('invalid', `sweep ${id} has no definition of ours: only stop it`, { field: 'id' });
}

interface UpdateInput {
  id: string;
  name: string;
  argument?: Record<string, unknown>;
}

/** Asks the running workflow, which writes into the sweep's history who it was. */
async function update(api: ApiContext, principal: Principal, { id, name, argument = {} }: UpdateInput): Promise<unknown> {
  const found = await findSweep(api.db.em.fork(), id);
  if (found.kind === 'python')
    throw new Refusal('invalid', "Python's optimizer takes no changes while it runs: only stop it", { field: 'id' });
  const { status } = found.sweep.summary;
  if (status !== 'in_progress')
    throw new Refusal('taskStatus', `sweep ${id} is ${status}; only one that runs can be changed`, {
      field: 'status',
      data: { id, status },
    });
  const workflowId = controllerWorkflowId('sweep', { taskId: id, attempt: found.sweep.attempt });
  return api.temporal.update(workflowId, name, { ...argument, by: actorOf(principal) });
}

export const sweepRoutes = [submit, list, view, trials, history, pause, resume, stop, change, addTrial];
