import { z } from 'zod';
import { findScaler, listScalerRows } from '../../../activities/db/autoscalers/find-scaler.ts';
import { listMachines } from '../../../activities/db/autoscalers/list-machines.ts';
import { readStoredConsole } from '../../../activities/db/autoscalers/machine-console.ts';
import { listScalerEvents, scalerGraph } from '../../../activities/db/autoscalers/scaler-history.ts';
import { summarizeScaler, viewScaler } from '../../../activities/db/autoscalers/view-scaler.ts';
import { knownResources } from '../../../autoscaler/config/known-resources.ts';
import { defineRoute } from '../route.ts';
import { refreshConsole } from './refresh-console.ts';

const params = z.object({ id: z.string() });

const DAY = 86_400;

const list = defineRoute({
  method: 'get',
  path: '/autoscalers',
  needs: 'inspect',
  summary: 'Autoscalers by name: their queues, machines and spend',
  async handle({ api }) {
    const em = api.db.em.fork();
    const now = api.now();
    const rows = await listScalerRows(em);
    return {
      autoscalers: await Promise.all(rows.map((scaler) => summarizeScaler(em, { scaler, known: knownResources, now }))),
    };
  },
});

const view = defineRoute({
  method: 'get',
  path: '/autoscalers/:id',
  needs: 'inspect',
  summary: 'An autoscaler with its configuration, its secrets hidden; by its id or its name',
  params,
  async handle({ api, params: { id } }) {
    const em = api.db.em.fork();
    return viewScaler(em, { scaler: await findScaler(em, id), known: knownResources, now: api.now() });
  },
});

const machines = defineRoute({
  method: 'get',
  path: '/autoscalers/:id/machines',
  needs: 'inspect',
  summary: 'Machines of an autoscaler: those that exist, and on request those that are gone',
  params,
  query: z.object({ ended: z.stringbool().default(false) }),
  async handle({ api, params: { id }, query: { ended } }) {
    const em = api.db.em.fork();
    const { id: scaler } = await findScaler(em, id);
    return { machines: await listMachines(em, { scaler, ended, now: api.now() }) };
  },
});

const events = defineRoute({
  method: 'get',
  path: '/autoscalers/:id/events',
  needs: 'inspect',
  summary: 'What an autoscaler did and why, and what people did to it, the newest first',
  params,
  query: z.object({
    machine: z.string().optional(),
    before: z.coerce.number().int().optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
  }),
  async handle({ api, params: { id }, query }) {
    const em = api.db.em.fork();
    const { id: scaler } = await findScaler(em, id);
    return { events: await listScalerEvents(em, { scaler, ...query }) };
  },
});

const graph = defineRoute({
  method: 'get',
  path: '/autoscalers/:id/graph',
  needs: 'inspect',
  summary: 'Waiting tasks, machines and cost per hour over the last seconds',
  params,
  query: z.object({
    seconds: z.coerce
      .number()
      .int()
      .min(60)
      .max(31 * DAY)
      .default(DAY),
  }),
  async handle({ api, params: { id }, query: { seconds } }) {
    const em = api.db.em.fork();
    const { id: scaler } = await findScaler(em, id);
    return { samples: await scalerGraph(em, { scaler, seconds, now: api.now() }) };
  },
});

const console = defineRoute({
  method: 'get',
  path: '/autoscalers/:id/machines/:machine/console',
  needs: 'inspect',
  summary: 'What a machine printed, also after its end; null when nothing is kept of it',
  params: z.object({ id: z.string(), machine: z.string() }),
  async handle({ api, params: { id, machine } }) {
    const em = api.db.em.fork();
    const { id: scaler } = await findScaler(em, id);
    const stored = await readStoredConsole(em, scaler, machine);
    if (!stored.alive) return stored;
    await refreshConsole(api, { scaler, machine: stored.machine });
    return readStoredConsole(em, scaler, machine);
  },
});

export const scalerViews = [list, view, machines, events, graph, console];
