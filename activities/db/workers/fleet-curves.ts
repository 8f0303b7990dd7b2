import type { Em } from '../orm.ts';
import { type StatsRow, workerActivity, workerStats } from './worker-stats.ts';

/** All workers together in one stretch of time. */
export interface FleetPoint {
  /** Milliseconds since the epoch. */
  at: number;
  workers: number;
  /** Workers that ran something. */
  working: number;
  /** Means over the workers that reported, in percent; null where none did. */
  cpu: number | null;
  gpu: number | null;
}

export interface FleetCurvesInput {
  /** Seconds of the past. */
  seconds: number;
  now: Date;
}

const MOST_POINTS = 180;
/** Every worker reports at least once in it, stock agents too. */
const SHORTEST_INTERVAL = 60;

/** How many workers there were over the past, how many had work, and how busy they were; only whole stretches. */
export async function fleetCurves(em: Em, { seconds, now }: FleetCurvesInput): Promise<FleetPoint[]> {
  const interval = Math.max(SHORTEST_INTERVAL, Math.ceil(seconds / MOST_POINTS));
  const end = Math.floor(now.getTime() / 1000 / interval) * interval;
  const range = { from: end - Math.floor(seconds / interval) * interval, to: end - 0.001, interval };
  const activity = await workerActivity(em, range);
  const usage = await workerStats(em, { ...range, workers: [], keys: ['cpu_usage', 'gpu_usage'], byVariant: false });
  const [cpu, gpu] = ['cpu_usage', 'gpu_usage'].map((key) => meanOver(usage.filter(({ metric }) => metric === key)));
  return activity.map(({ at, total, active }) => ({
    at,
    workers: total,
    working: active,
    cpu: cpu!.get(at) ?? null,
    gpu: gpu!.get(at) ?? null,
  }));
}

function meanOver(rows: StatsRow[]): Map<number, number> {
  const points = rows.flatMap(({ dates, avg }) => dates.map((at, index) => ({ at, value: avg[index]! })));
  const byDate = Map.groupBy(points, ({ at }) => at);
  return new Map([...byDate].map(([at, own]) => [at, own.reduce((sum, { value }) => sum + value, 0) / own.length]));
}
