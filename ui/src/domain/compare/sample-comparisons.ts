import type { DebugSample } from '../../api/types.ts';
import { groupSamples, type SampleHistory } from '../sample-history.ts';

/** The samples of one metric and variant, of every task that has them. */
export interface SampleComparison {
  key: string;
  title: string;
  /** Of all tasks together, ascending. */
  iterations: number[];
  byTask: Map<string, SampleHistory>;
}

export function sampleComparisons(lists: { task: string; samples: DebugSample[] }[]): SampleComparison[] {
  const found = new Map<string, SampleComparison>();
  for (const { task, samples } of lists) {
    for (const history of groupSamples(samples)) {
      const title = `${history.metric} / ${history.variant}`;
      const comparison = found.get(history.key) ?? { key: history.key, title, iterations: [], byTask: new Map() };
      comparison.byTask.set(task, history);
      comparison.iterations = [...new Set([...comparison.iterations, ...history.iterations])].sort((a, b) => a - b);
      found.set(history.key, comparison);
    }
  }
  return [...found.values()].sort((a, b) => a.title.localeCompare(b.title, undefined, { numeric: true }));
}
