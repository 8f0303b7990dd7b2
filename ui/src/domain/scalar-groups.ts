import type { ScalarSeries } from '../api/types.ts';

export type ScalarGrouping = 'metric' | 'variant';

export interface ScalarGroup {
  key: string;
  title: string;
  metric: string;
  series: ScalarSeries[];
}

/** One chart for each metric, or for each metric and variant; what the machine reports about itself comes last. */
export function groupScalars(series: ScalarSeries[], grouping: ScalarGrouping): ScalarGroup[] {
  const groups = new Map<string, ScalarGroup>();
  for (const one of series) {
    const title = grouping === 'metric' ? one.metric : `${one.metric} / ${one.variant}`;
    const key = grouping === 'metric' ? one.metric : JSON.stringify([one.metric, one.variant]);
    const group = groups.get(key) ?? { key, title, metric: one.metric, series: [] };
    group.series.push(one);
    groups.set(key, group);
  }
  return [...groups.values()].sort(byPlace);
}

const isMonitor = ({ metric }: ScalarGroup): boolean => metric.startsWith(':monitor:');

function byPlace(a: ScalarGroup, b: ScalarGroup): number {
  return Number(isMonitor(a)) - Number(isMonitor(b)) || a.title.localeCompare(b.title, undefined, { numeric: true });
}

export interface ScalarSummary {
  metric: string;
  variant: string;
  last: number | null;
  min: number | null;
  max: number | null;
  count: number;
}

/** The figures of each curve, for the table of values. */
export function summarize(series: ScalarSeries[]): ScalarSummary[] {
  return series.map(({ metric, variant, y, min, max, count }) => ({
    metric,
    variant,
    last: y[y.length - 1] ?? null,
    min: extreme(min, Math.min),
    max: extreme(max, Math.max),
    count,
  }));
}

const extreme = (values: (number | null)[], pick: (a: number, b: number) => number): number | null =>
  values.reduce((found, value) => (found === null || value === null ? (found ?? value) : pick(found, value)), null);
