import { z } from 'zod';
import { EVENT_TYPES, type EventType } from '../../../../activities/db/events/count-events.ts';
import { type MetricName, readNames } from '../../../../activities/db/events/reported/read-names.ts';
import { readVectors } from '../../../../activities/db/events/reported/read-vectors.ts';
import type { ReportedKind } from '../../../../activities/db/events/reported/reported-event.ts';
import { requireOwners } from '../../../../activities/db/events/require-owners.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { modelEvents } from './schemas.ts';

/** Log messages have no metric. */
const KINDS: Record<EventType, (ReportedKind | 'scalars')[]> = {
  training_stats_scalar: ['scalars'],
  plot: ['plots'],
  training_debug_image: ['images'],
  training_stats_vector: ['vectors'],
  log: [],
};

const taskMetrics = defineEndpoint({
  name: 'events.get_task_metrics',
  needs: 'read',
  summary: 'Under which metrics tasks or models have events of a type, or of any',
  request: z.object({ tasks: z.array(z.string()), event_type: z.enum(EVENT_TYPES).nullish(), model_events: modelEvents }),
  response: z.object({ metrics: z.array(z.object({ task: z.string(), metrics: z.array(z.string()) })) }),
  async handle({ api }, { tasks, event_type, model_events: ofModel }) {
    const em = api.db.em.fork();
    await requireOwners(em, tasks, ofModel);
    const names: MetricName[] = [];
    for (const kind of event_type ? KINDS[event_type] : Object.values(KINDS).flat()) {
      names.push(...(await readNames(em, { kind, owners: tasks, ofModel })));
    }
    const metricsOf = (task: string) =>
      [...new Set(names.filter(({ owner }) => owner === task).map(({ metric }) => metric))].sort();
    return { metrics: tasks.map((task) => ({ task, metrics: metricsOf(task) })) };
  },
});

const vectors = defineEndpoint({
  name: 'events.vector_metrics_iter_histogram',
  needs: 'read',
  summary: 'The vectors of a metric and variant, by iteration',
  request: z.object({ task: z.string(), metric: z.string(), variant: z.string(), model_events: modelEvents }),
  response: z.object({
    metric: z.string(),
    variant: z.string(),
    vectors: z.array(z.array(z.number())),
    iterations: z.array(z.int()),
  }),
  async handle({ api }, { task, metric, variant, model_events: ofModel }) {
    const em = api.db.em.fork();
    await requireOwners(em, [task], ofModel);
    const rows = await readVectors(em, { owner: task, ofModel, metric, variant });
    return { metric, variant, vectors: rows.map(({ values }) => values), iterations: rows.map(({ iter }) => iter) };
  },
});

export const taskMetricEndpoints = [taskMetrics, vectors];
