import { z } from 'zod';
import { requireOwners } from '../../../activities/db/events/require-owners.ts';
import { readBuckets } from '../../../activities/db/events/scalars/read-buckets.ts';
import { readSingleValues } from '../../../activities/db/events/scalars/read-single-values.ts';
import { defineRoute } from '../route.ts';

const MOST_SAMPLES = 100_000;
const LARGEST = Number.MAX_SAFE_INTEGER;

const params = z.object({ id: z.string() });
const bound = z.coerce.number().optional();
const values = z.array(z.number().nullable());

const scalars = defineRoute({
  method: 'get',
  path: '/tasks/:id/scalars',
  needs: 'read',
  summary: 'The curves of a task; long ones put together as mean, minimum and maximum of equal stretches',
  params,
  query: z.object({
    key: z.enum(['iter', 'timestamp']).default('iter').describe('What x is: the iteration, or milliseconds since the epoch'),
    samples: z.coerce
      .number()
      .int()
      .min(0)
      .max(MOST_SAMPLES)
      .default(1000)
      .describe('The most values of a curve; 0 for all points'),
    from: bound,
    to: bound,
    metric: z.union([z.string().transform((name) => [name]), z.array(z.string())]).optional(),
  }),
  response: z.object({
    series: z.array(
      z.object({
        metric: z.string(),
        variant: z.string(),
        x: z.array(z.number()),
        y: values,
        min: values,
        max: values,
        count: z.int().describe('Points of the whole curve'),
      }),
    ),
  }),
  async handle({ api, params: { id: task }, query: { key, samples, from, to, metric = [] } }) {
    const em = api.db.em.fork();
    await requireOwners(em, [task]);
    const isPart = from !== undefined || to !== undefined;
    const range = { by: key, from: clamp(Math.ceil(from ?? -LARGEST)), to: clamp(Math.floor(to ?? LARGEST)) };
    const metrics = metric.map((name) => ({ metric: name }));
    const curves = await readBuckets(em, { owners: [task], metrics, samples, ...(isPart ? { range } : {}) });
    return {
      series: curves.map((curve) => ({
        metric: curve.metric,
        variant: curve.variant,
        x: key === 'iter' ? curve.iter : curve.at,
        y: curve.mean,
        min: curve.min,
        max: curve.max,
        count: curve.count,
      })),
    };
  },
});

const clamp = (value: number): number => Math.min(Math.max(value, -LARGEST), LARGEST);

const singleValues = defineRoute({
  method: 'get',
  path: '/tasks/:id/single-values',
  needs: 'read',
  summary: 'Values that a task reported once and for all',
  params,
  response: z.object({
    values: z.array(z.object({ metric: z.string(), variant: z.string(), value: z.number().nullable(), timestamp: z.number() })),
  }),
  async handle({ api, params: { id: task } }) {
    const em = api.db.em.fork();
    await requireOwners(em, [task]);
    const read = await readSingleValues(em, [task]);
    return { values: read.map(({ metric, variant, value, at }) => ({ metric, variant, value, timestamp: at })) };
  },
});

export const scalarRoutes = [scalars, singleValues];
