import type { PlotEntry } from '../../api/types.ts';

export interface PlotGroup {
  key: string;
  title: string;
  metric: string;
  variant: string;
  /** Newest iteration by the task's id; tasks without this plot are not in. */
  newest: Map<string, number>;
}

/** The plots of several tasks by metric and variant. */
export function plotGroups(lists: { task: string; plots: PlotEntry[] }[]): PlotGroup[] {
  const groups = new Map<string, PlotGroup>();
  for (const { task, plots } of lists) {
    for (const { metric, variant, iterations } of plots) {
      const key = JSON.stringify([metric, variant]);
      const title = variant === '' || variant === metric ? metric : `${metric} / ${variant}`;
      const group = groups.get(key) ?? { key, title, metric, variant, newest: new Map() };
      group.newest.set(task, Math.max(...iterations));
      groups.set(key, group);
    }
  }
  return [...groups.values()].sort((a, b) => a.title.localeCompare(b.title, undefined, { numeric: true }));
}
