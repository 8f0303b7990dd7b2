import type { MetricEvent } from './event-batch.ts';

/** The columns that all tables of metric events have, in the order of their tables. */
export const METRIC_COLUMNS = {
  owner: 'text',
  of_model: 'boolean',
  metric: 'text',
  variant: 'text',
  iter: 'bigint',
  at: 'bigint',
  worker: 'text',
} as const;

export const metricRow = ({ owner, ofModel, metric, variant, iter, at, worker }: MetricEvent) => ({
  owner,
  of_model: ofModel,
  metric,
  variant,
  iter,
  at,
  worker,
});
