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

type ByName<Value> = Map<string, Value>;

/** Sorts a batch by curve. Maps in maps: joining the names of each event would cost more than all else that is done with it. */
export function groupBySeries(events: ScalarEvent[]): SeriesPoints[] {
  const all: SeriesPoints[] = [];
  const byOwner: Record<'tasks' | 'models', ByName<ByName<ByName<SeriesPoints>>>> = { tasks: new Map(), models: new Map() };
  for (const { owner, ofModel, metric, variant, iter, value, at } of events) {
    const byMetric = entry(byOwner[ofModel ? 'models' : 'tasks'], owner, () => new Map<string, ByName<SeriesPoints>>());
    const byVariant = entry(byMetric, metric, () => new Map<string, SeriesPoints>());
    const series = entry(byVariant, variant, () => {
      all.push({ owner, of_model: ofModel, metric, variant, reported: [], points: [] });
      return all.at(-1)!;
    });
    series.reported.push({ iter, value, at });
  }
  for (const series of all) series.points = byIteration(series.reported);
  return all;
}

function entry<Value>(map: ByName<Value>, name: string, create: () => Value): Value {
  const known = map.get(name);
  if (known !== undefined) return known;
  const created = create();
  map.set(name, created);
  return created;
}

function byIteration(points: Point[]): Point[] {
  if (points.every((point, index) => index === 0 || point.iter > points[index - 1]!.iter)) return points;
  const newest = new Map(points.map((point) => [point.iter, point]));
  return [...newest.values()].sort((a, b) => a.iter - b.iter);
}
