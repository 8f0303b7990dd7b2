import { z } from 'zod';
import { queueOverview } from '../../../activities/db/queues/queue-overview.ts';
import { queueCurves } from '../../../activities/db/queues/samples.ts';
import { defineRoute } from '../route.ts';

const MOST_POINTS = 300;
const LONGEST_HOURS = 31 * 24;
/** Samples are not closer than this. */
const SHORTEST_INTERVAL = 15;

const list = defineRoute({
  method: 'get',
  path: '/queues',
  needs: 'read',
  summary: 'All queues with what waits in them and who serves them',
  async handle({ api }) {
    return { queues: await queueOverview(api.db.em.fork(), api.now()) };
  },
});

const metrics = defineRoute({
  method: 'get',
  path: '/queues/:id/metrics',
  needs: 'read',
  summary: 'How many tasks waited, and for how long on average, in at most 300 points',
  params: z.object({ id: z.string() }),
  query: z.object({ hours: z.coerce.number().positive().max(LONGEST_HOURS).default(3) }),
  async handle({ api, params: { id }, query: { hours } }) {
    const to = api.now().getTime() / 1000;
    const interval = Math.max(SHORTEST_INTERVAL, Math.ceil((hours * 3600) / (MOST_POINTS - 1)));
    const [curve] = await queueCurves(api.db.em.fork(), { queues: [id], from: to - hours * 3600, to, interval });
    const { dates = [], queue_lengths: waiting = [], avg_waiting_times: waits = [] } = curve ?? {};
    return { points: dates.map((at, index) => ({ at, waiting: waiting[index], averageWaitSeconds: waits[index] })) };
  },
});

export const queueRoutes = [list, metrics];
