import { requestJson } from './http.ts';
import type { FleetPoint, StatisticsRange, Worker, WorkerStatisticsPoint } from './types.ts';

export const fetchWorkers = async (signal?: AbortSignal): Promise<Worker[]> =>
  (await requestJson<{ workers: Worker[] }>('/api/workers', { signal })).workers;

/** All workers together over time. */
export const fetchFleet = async (range: StatisticsRange, signal?: AbortSignal): Promise<FleetPoint[]> =>
  (await requestJson<{ points: FleetPoint[] }>(`/api/workers/utilisation?range=${range}`, { signal })).points;

export const fetchWorkerStatistics = async (
  id: string,
  range: StatisticsRange,
  signal?: AbortSignal,
): Promise<WorkerStatisticsPoint[]> =>
  (
    await requestJson<{ points: WorkerStatisticsPoint[] }>(`/api/workers/${encodeURIComponent(id)}/stats?range=${range}`, {
      signal,
    })
  ).points;
