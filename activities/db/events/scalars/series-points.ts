import type { ScalarEvent } from '../event-batch.ts';
import type { Point } from './summary.ts';

/** What a batch reports to one curve. */
export interface SeriesPoints {
  owner: string;
  of_model: boolean;
  metric: string;
  variant: string;
  /** In the order in which they came. */
  reported: Point[];
  /** Those that stay, by rising iteration: of several with one iteration the last. */
  points: Point[];
}

/** Sorts a batch by curve. */
export function groupBySeries(events: ScalarEvent[]): SeriesPoints[] {
  const groups = new Map<string, SeriesPoints>();
  for (const event of events) {
    const { owner, ofModel, metric, variant, iter, value, at } = event;
    const key = `${owner}${ofModel}\0${metric}\0${variant}`;
    const group = groups.get(key) ?? { owner, of_model: ofModel, metric, variant, reported: [], points: [] };
    groups.set(key, group);
    group.reported.push({ iter, value, at });
  }
  const all = [...groups.values()];
  for (const group of all) group.points = byIteration(group.reported);
  return all;
}

function byIteration(points: Point[]): Point[] {
  if (points.every((point, index) => index === 0 || point.iter > points[index - 1]!.iter)) return points;
  const newest = new Map(points.map((point) => [point.iter, point]));
  return [...newest.values()].sort((a, b) => a.iter - b.iter);
}
