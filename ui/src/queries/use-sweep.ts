import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SweepView, TrialView } from '../../../workflows/contracts/sweep-api.ts';
import { queryKeys } from '../api/query-keys.ts';
import { fetchSweep, fetchTrials } from '../api/sweeps.ts';

export const useSweep = (id: string): UseQueryResult<SweepView> =>
  useQuery({ queryKey: queryKeys.sweepPart(id, 'summary'), queryFn: ({ signal }) => fetchSweep(id, signal) });

export const useTrials = (id: string): UseQueryResult<TrialView[]> =>
  useQuery({ queryKey: queryKeys.sweepPart(id, 'trials'), queryFn: ({ signal }) => fetchTrials(id, signal) });

/** Does something to a sweep and has it read again. */
export function useChangeSweep(id: string): (change: () => Promise<unknown>) => Promise<void> {
  const queryClient = useQueryClient();
  return async (change) => {
    await change();
    void queryClient.invalidateQueries({ queryKey: queryKeys.sweeps });
    await queryClient.invalidateQueries({ queryKey: queryKeys.sweep(id) });
  };
}
