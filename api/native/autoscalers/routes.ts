import { z } from 'zod';
import { changeMode, type ScalerStep } from '../../../activities/db/autoscalers/change-mode.ts';
import { changeScaler } from '../../../activities/db/autoscalers/change-scaler.ts';
import { deleteScaler } from '../../../activities/db/autoscalers/delete-scaler.ts';
import { endIdleMachines, endMachine } from '../../../activities/db/autoscalers/end-machines.ts';
import { findScaler } from '../../../activities/db/autoscalers/find-scaler.ts';
import { submitScaler } from '../../../activities/db/autoscalers/submit-scaler.ts';
import { scalerChange } from '../../../autoscaler/config/change-schema.ts';
import { knownResources } from '../../../autoscaler/config/known-resources.ts';
import { warningsOf } from '../../../autoscaler/config/warnings.ts';
import { SHUTDOWNS } from '../../../workflows/contracts/autoscaler-api.ts';
import { type ApiContext, actorOf, type Principal } from '../../context.ts';
import { defineRoute, type Route } from '../route.ts';
import { scalerViews } from './views.ts';

const params = z.object({ id: z.string() });
const machineParams = z.object({ id: z.string(), machine: z.string() });

const NAME = 'letters, digits, spaces and . _ -, at most 100 of them, the first a letter or digit';
const name = z.string({ error: NAME }).regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u, { error: NAME });

const submit = defineRoute({
  method: 'post',
  path: '/autoscalers',
  needs: 'administer',
  summary:
    'Starts an autoscaler: a new one, or a stopped one of this name with another configuration; the same idempotency key again answers what was started with it',
  body: z.strictObject({ name, configuration: z.unknown(), idempotencyKey: z.string().min(1).max(200).nullish() }),
  async handle({ api, principal, body }) {
    const by = { ...changeOf(api, principal), userId: principal.userId };
    const submitted = await submitScaler(api.db, { ...body, ...by, known: knownResources });
    const { configuration } = await findScaler(api.db.em.fork(), submitted.id);
    return { ...submitted, warnings: warningsOf(configuration, api.options.urls.api) };
  },
});

const change = defineRoute({
  method: 'post',
  path: '/autoscalers/:id/change',
  needs: 'administer',
  summary: 'Changes the limits of an autoscaler; its next look, at once, goes by them',
  params,
  body: scalerChange,
  async handle({ api, principal, params: { id }, body }) {
    const by = changeOf(api, principal);
    return changeScaler(api.db, { scaler: id, change: body, ...by, userId: principal.userId, known: knownResources });
  },
});

const modeRoute = (step: Exclude<ScalerStep, object>, summary: string): Route =>
  defineRoute({
    method: 'post',
    path: `/autoscalers/:id/${step}`,
    needs: 'administer',
    summary,
    params,
    handle: async ({ api, principal, params: { id } }) => changeMode(api.db, { scaler: id, step, ...changeOf(api, principal) }),
  });

const stop = defineRoute({
  method: 'post',
  path: '/autoscalers/:id/stop',
  needs: 'administer',
  summary: 'Stops an autoscaler: its machines end when idle for too long, when they have no task, or all at once',
  params,
  body: z.strictObject({ machines: z.enum(SHUTDOWNS).default('nothing') }),
  handle: async ({ api, principal, params: { id }, body: { machines } }) =>
    changeMode(api.db, { scaler: id, step: { stop: machines }, ...changeOf(api, principal) }),
});

const endIdle = defineRoute({
  method: 'post',
  path: '/autoscalers/:id/end-idle',
  needs: 'administer',
  summary: 'Has the machines end that have no task',
  params,
  handle: async ({ api, principal, params: { id } }) => endIdleMachines(api.db, { scaler: id, ...changeOf(api, principal) }),
});

const end = defineRoute({
  method: 'post',
  path: '/autoscalers/:id/machines/:machine/end',
  needs: 'administer',
  summary: 'Has one machine end; what it runs goes back to its queue',
  params: machineParams,
  async handle({ api, principal, params: { id, machine } }) {
    await endMachine(api.db, { scaler: id, machine, ...changeOf(api, principal) });
    return {};
  },
});

const remove = defineRoute({
  method: 'delete',
  path: '/autoscalers/:id',
  needs: 'administer',
  summary: 'Deletes a stopped autoscaler with its secrets and the history of its machines',
  params,
  async handle({ api, params: { id } }) {
    await deleteScaler(api.db, id);
    return {};
  },
});

/** Who changes something, and when. */
function changeOf(api: ApiContext, principal: Principal): { actor: string; now: Date } {
  return { actor: actorOf(principal), now: api.now() };
}

export const autoscalerRoutes: readonly Route[] = [
  submit,
  ...scalerViews,
  modeRoute('pause', 'Launches no machine until resumed; what runs goes on'),
  modeRoute('resume', 'Launches machines again as the queues need them'),
  modeRoute('drain', 'Launches no machine, and ends each when it has no task'),
  modeRoute('start', 'Starts a stopped autoscaler again, with the configuration that it had'),
  stop,
  change,
  endIdle,
  end,
  remove,
];
