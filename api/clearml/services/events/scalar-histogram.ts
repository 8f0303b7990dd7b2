import { z } from 'zod';
import { requireOwners } from '../../../../activities/db/events/require-owners.ts';
import { readCurves } from '../../../../activities/db/events/scalars/read-curves.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { curveDocument, metricFilters, modelEvents, scalarKey } from './schemas.ts';
import { treeOf } from './tree.ts';

const DEFAULT_SAMPLES = 6000;
const MOST_TASKS = 100;

const samples = z
  .int()
  .nonnegative()
  .nullish()
  .transform((value) => value ?? DEFAULT_SAMPLES)
  .describe('The most points of a curve; 0 for all');

const curve = z.object({ name: z.string(), x: z.array(z.union([z.number(), z.string()])), y: z.array(z.number().nullable()) });
const byVariant = <Leaf extends z.ZodType>(leaf: Leaf) => z.record(z.string(), z.record(z.string(), leaf));

const ofTask = defineEndpoint({
  name: 'events.scalar_metrics_iter_histogram',
  needs: 'read',
  summary: 'The curves of a task or model, by metric and variant, thinned out with minimum and maximum kept',
  request: z.object({ task: z.string(), key: scalarKey, samples, metrics: metricFilters, model_events: modelEvents }),
  response: byVariant(curve),
  async handle({ api }, { task, key, samples, metrics, model_events: ofModel }) {
    const em = api.db.em.fork();
    await requireOwners(em, [task], ofModel);
    return treeOf(
      await readCurves(em, { owners: [task], ofModel, metrics, samples }),
      ({ metric, variant }) => [metric, variant],
      (read) => curveDocument(read, read.variant, key),
    );
  },
});

const ofTasks = defineEndpoint({
  name: 'events.multi_task_scalar_metrics_iter_histogram',
  needs: 'read',
  summary: 'The curves of several tasks or models, by metric, variant and task',
  request: z.object({
    tasks: z.array(z.string()).min(1).max(MOST_TASKS),
    key: scalarKey,
    samples,
    metrics: metricFilters,
    model_events: modelEvents,
  }),
  response: z.object({ metrics: byVariant(z.record(z.string(), curve)) }),
  async handle({ api }, { tasks, key, samples, metrics, model_events: ofModel }) {
    const em = api.db.em.fork();
    const names = await requireOwners(em, tasks, ofModel);
    const data = treeOf(
      await readCurves(em, { owners: tasks, ofModel, metrics, samples }),
      ({ metric, variant, owner }) => [metric, variant, owner],
      (read) => curveDocument(read, names.get(read.owner)!, key),
    );
    return { metrics: data };
  },
});

export const scalarHistogramEndpoints = [ofTask, ofTasks];
