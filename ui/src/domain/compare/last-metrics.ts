import type { LastMetric, TaskWithMetrics } from '../../api/types.ts';

/** One curve or single value, by its names. */
export interface MetricName {
  title: string;
  series: string;
}

/** Every metric that one of the tasks has reported; what the machines report about themselves comes last. */
export function metricsOf(tasks: Pick<TaskWithMetrics, 'last_metrics'>[]): MetricName[] {
  const found = new Map<string, MetricName>();
  for (const task of tasks) {
    for (const { metric, variant } of listMetrics(task))
      found.set(metricKey(metric, variant), { title: metric, series: variant });
  }
  return [...found.values()].sort(byPlace);
}

export const metricKey = (title: string, series: string): string => JSON.stringify([title, series]);

export const listMetrics = ({ last_metrics: metrics = {} }: Pick<TaskWithMetrics, 'last_metrics'>): LastMetric[] =>
  Object.values(metrics).flatMap((variants) => Object.values(variants));

function byPlace(a: MetricName, b: MetricName): number {
  const monitor = Number(a.title.startsWith(':monitor:')) - Number(b.title.startsWith(':monitor:'));
  const compare = (one: string, other: string) => one.localeCompare(other, undefined, { numeric: true });
  return monitor || compare(a.title, b.title) || compare(a.series, b.series);
}

export type MetricFigure = 'last' | 'min' | 'max';

const FIELDS = { last: 'value', min: 'min_value', max: 'max_value' } as const;

/** The newest, least or greatest value of a metric; null where the task has not reported it. */
export function metricValue(task: Pick<TaskWithMetrics, 'last_metrics'>, key: string, figure: MetricFigure): number | null {
  const found = listMetrics(task).find(({ metric, variant }) => metricKey(metric, variant) === key);
  const value = found?.[FIELDS[figure]];
  return typeof value === 'number' ? value : null;
}
