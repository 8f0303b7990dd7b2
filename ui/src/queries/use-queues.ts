import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { queryKeys } from '../api/query-keys.ts';
import { fetchQueues } from '../api/queues.ts';
import type { Queue } from '../api/types.ts';

export const useQueues = (): UseQueryResult<Queue[]> =>
  useQuery({ queryKey: queryKeys.queues, queryFn: ({ signal }) => fetchQueues(signal) });
