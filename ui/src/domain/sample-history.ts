import type { DebugSample } from '../api/types.ts';

/** One metric and variant over its iterations. */
export interface SampleHistory {
  key: string;
  metric: string;
  variant: string;
  /** Ascending. */
  iterations: number[];
  byIteration: Map<number, DebugSample>;
}

export function groupSamples(samples: DebugSample[]): SampleHistory[] {
  const histories = new Map<string, SampleHistory>();
  for (const sample of samples) {
    const key = JSON.stringify([sample.metric, sample.variant]);
    const history = histories.get(key) ?? {
      key,
      metric: sample.metric,
      variant: sample.variant,
      iterations: [],
      byIteration: new Map(),
    };
    history.byIteration.set(sample.iter, sample);
    histories.set(key, history);
  }
  for (const history of histories.values()) history.iterations = [...history.byIteration.keys()].sort((a, b) => a - b);
  return [...histories.values()].sort(
    (a, b) => a.metric.localeCompare(b.metric) || a.variant.localeCompare(b.variant, undefined, { numeric: true }),
  );
}

/** The sample of an iteration, or the closest one before it, or the first. */
export function sampleAt({ iterations, byIteration }: SampleHistory, iteration: number): DebugSample {
  const at = iterations.filter((one) => one <= iteration).pop() ?? iterations[0]!;
  return byIteration.get(at)!;
}

/** How an address is shown, by its ending. */
export function mediaKind(url: string): 'image' | 'audio' | 'video' | 'other' {
  const path = url.split(/[?#]/)[0]!.toLowerCase();
  if (/\.(mp3|wav|ogg|oga|m4a|flac|aac)$/.test(path)) return 'audio';
  if (/\.(mp4|webm|mov|m4v|ogv|avi|mkv)$/.test(path)) return 'video';
  if (/\.(html?|txt|json|pdf|csv|zip)$/.test(path)) return 'other';
  return 'image';
}
