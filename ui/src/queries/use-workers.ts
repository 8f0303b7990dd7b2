import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { queryKeys } from '../api/query-keys.ts';
import type { Worker } from '../api/types.ts';
import { fetchWorkers } from '../api/workers.ts';

export const useWorkers = (): UseQueryResult<Worker[]> =>
  useQuery({ queryKey: queryKeys.workers, queryFn: ({ signal }) => fetchWorkers(signal) });
