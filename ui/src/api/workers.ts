import { requestJson } from './http.ts';
import type { StatisticsRange, Worker, WorkerStatisticsPoint } from './types.ts';

export const fetchWorkers = async (signal?: AbortSignal): Promise<Worker[]> =>
  (await requestJson<{ workers: Worker[] }>('/api/workers', { signal })).workers;

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
