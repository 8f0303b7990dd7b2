import type { ScalarEvent } from '../event-batch.ts';
import type { Point } from './summary.ts';

/** The points of a batch that belong to one curve, by rising iteration. */
export interface SeriesPoints {
  owner: string;
  of_model: boolean;
  metric: string;
  variant: string;
  points: Point[];
}

/** Sorts a batch by curve; of several points of one iteration the last stays. */
export function groupBySeries(events: ScalarEvent[]): SeriesPoints[] {
  const groups = new Map<string, SeriesPoints>();
  for (const event of events) {
    const { owner, ofModel, metric, variant, iter, value, at } = event;
    const key = `${owner}${ofModel}\0${metric}\0${variant}`;
    const group = groups.get(key) ?? { owner, of_model: ofModel, metric, variant, points: [] };
    groups.set(key, group);
    group.points.push({ iter, value, at });
  }
  const all = [...groups.values()];
  for (const group of all) group.points = byIteration(group.points);
  return all;
}

function byIteration(points: Point[]): Point[] {
  if (points.every((point, index) => index === 0 || point.iter > points[index - 1]!.iter)) return points;
  const newest = new Map(points.map((point) => [point.iter, point]));
  return [...newest.values()].sort((a, b) => a.iter - b.iter);
}
