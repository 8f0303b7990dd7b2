import { z } from 'zod';
import { queueCurves, sampleQueues } from '../../../../activities/db/queues/samples.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flag, texts } from '../../schemas/common.ts';
import { timeRange } from '../../schemas/time-range.ts';

const getQueueMetrics = defineEndpoint({
  name: 'queues.get_queue_metrics',
  needs: 'read',
  summary: 'How long queues were, and how long their tasks waited, over time',
  request: timeRange.extend({ queue_ids: texts, refresh: flag.describe('Takes a sample now') }),
  response: z.object({ queues: z.array(z.record(z.string(), z.unknown())) }),
  async handle({ api }, { queue_ids: queues, from_date: from, to_date: to, interval, refresh }) {
    const em = api.db.em.fork();
    if (refresh) await sampleQueues(em);
    return { queues: await queueCurves(em, { queues: queues ?? [], from, to, interval }) };
  },
});

export const metricEndpoints = [getQueueMetrics];
