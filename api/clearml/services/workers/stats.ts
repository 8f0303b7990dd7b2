import { z } from 'zod';
import { reportedKeys, type StatsRow, workerActivity, workerStats } from '../../../../activities/db/workers/worker-stats.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flag, texts } from '../../schemas/common.ts';
import { timeRange } from '../../schemas/time-range.ts';

/** The statistics that can be asked for, by what they tell of. */
const CATEGORIES: Record<string, readonly string[]> = {
  cpu: ['cpu_usage', 'cpu_temperature'],
  disk: ['disk_free_home', 'disk_free_temp', 'disk_read', 'disk_write'],
  gpu: ['gpu_usage', 'gpu_temperature', 'gpu_memory_used', 'gpu_memory_free'],
  memory: ['memory_used', 'memory_free'],
  network: ['network_rx', 'network_tx'],
};

const getMetricKeys = defineEndpoint({
  name: 'workers.get_metric_keys',
  needs: 'read',
  summary: 'The machine statistics that workers report',
  request: z.object({ worker_ids: texts }),
  response: z.object({ categories: z.array(z.object({ name: z.string(), metric_keys: z.array(z.string()) })) }),
  async handle({ api }, { worker_ids: workers }) {
    const reported = new Set(await reportedKeys(api.db.em.fork(), workers ?? []));
    const categories = Object.entries(CATEGORIES).map(([name, keys]) => ({
      name,
      metric_keys: keys.filter((key) => reported.has(key)),
    }));
    return { categories: categories.filter((category) => category.metric_keys.length > 0) };
  },
});

const aggregation = z.enum(['avg', 'min', 'max']);
const item = z.object({ key: z.string(), category: aggregation.nullish() });

const getStats = defineEndpoint({
  name: 'workers.get_stats',
  needs: 'read',
  summary: 'Machine statistics over time',
  request: timeRange.extend({ items: z.array(item), worker_ids: texts, split_by_variant: flag }),
  response: z.object({ workers: z.array(z.object({ worker: z.string(), metrics: z.array(z.record(z.string(), z.unknown())) })) }),
  async handle({ api }, { items, worker_ids: workers, from_date: from, to_date: to, interval, split_by_variant: byVariant }) {
    const rows = await workerStats(api.db.em.fork(), {
      workers: workers ?? [],
      from,
      to,
      interval,
      keys: items.map(({ key }) => key),
      byVariant: byVariant ?? false,
    });
    const byWorker = Map.groupBy(rows, (row) => row.worker);
    return { workers: [...byWorker].map(([worker, own]) => ({ worker, metrics: own.map((row) => metricOf(row, items)) })) };
  },
});

function metricOf({ metric, variant, dates, ...values }: StatsRow, items: z.output<typeof item>[]) {
  const wanted = items.filter(({ key }) => key === metric).map(({ category }) => category ?? 'avg');
  return {
    metric,
    ...(variant === null ? {} : { variant }),
    dates,
    stats: [...new Set(wanted)].map((category) => ({ aggregation: category, values: values[category] })),
  };
}

const getActivityReport = defineEndpoint({
  name: 'workers.get_activity_report',
  needs: 'read',
  summary: 'How many workers there were over time, and how many had work',
  request: timeRange,
  response: z.object({ total: z.record(z.string(), z.array(z.number())), active: z.record(z.string(), z.array(z.number())) }),
  async handle({ api }, { from_date: from, to_date: to, interval }) {
    const points = await workerActivity(api.db.em.fork(), { from, to, interval });
    const dates = points.map((point) => point.at);
    return {
      total: { dates, counts: points.map((point) => point.total) },
      active: { dates, counts: points.map((point) => point.active) },
    };
  },
});

export const statsEndpoints = [getMetricKeys, getStats, getActivityReport];
