import { z } from 'zod';
import { fleetCurves } from '../../../activities/db/workers/fleet-curves.ts';
import { workerCurves } from '../../../activities/db/workers/worker-curves.ts';
import { workerOverview } from '../../../activities/db/workers/worker-overview.ts';
import { defineRoute } from '../route.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const RANGE_SECONDS = { '3h': 3 * HOUR, '1d': DAY, '1w': 7 * DAY, '1M': 30 * DAY } as const;

const list = defineRoute({
  method: 'get',
  path: '/workers',
  needs: 'read',
  summary: 'All workers with what they run, and whether they are online',
  async handle({ api }) {
    return { workers: await workerOverview(api.db.em.fork(), api.now()) };
  },
});

const utilisation = defineRoute({
  method: 'get',
  path: '/workers/utilisation',
  needs: 'read',
  summary: 'All workers together over time: how many there were, had work, and how busy they were',
  query: z.object({ range: z.enum(['3h', '1d', '1w', '1M']).default('3h') }),
  async handle({ api, query: { range } }) {
    return { points: await fleetCurves(api.db.em.fork(), { seconds: RANGE_SECONDS[range], now: api.now() }) };
  },
});

const stats = defineRoute({
  method: 'get',
  path: '/workers/:id/stats',
  needs: 'read',
  summary: 'Machine statistics of a worker over time, in at most 300 points',
  params: z.object({ id: z.string() }),
  query: z.object({ range: z.enum(['3h', '1d', '1w', '1M']).default('3h') }),
  async handle({ api, params: { id: worker }, query: { range } }) {
    return { points: await workerCurves(api.db.em.fork(), { worker, seconds: RANGE_SECONDS[range], now: api.now() }) };
  },
});

export const workerRoutes = [list, utilisation, stats];
