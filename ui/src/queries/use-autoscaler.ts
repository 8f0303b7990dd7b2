import { keepPreviousData, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AutoscalerView, MachineView } from '../../../workflows/contracts/autoscaler-api.ts';
import { fetchAutoscaler, fetchMachines } from '../api/autoscalers.ts';
import { queryKeys } from '../api/query-keys.ts';

export const useAutoscaler = (id: string): UseQueryResult<AutoscalerView> =>
  useQuery({ queryKey: queryKeys.autoscalerSummary(id), queryFn: ({ signal }) => fetchAutoscaler(id, signal) });

export const useMachines = (id: string, ended: boolean): UseQueryResult<MachineView[]> =>
  useQuery({
    queryKey: queryKeys.autoscalerMachines(id, ended),
    queryFn: ({ signal }) => fetchMachines(id, ended, signal),
    placeholderData: keepPreviousData,
  });

/** Does something to an autoscaler and has it read again. */
export function useChangeAutoscaler(id: string): (change: () => Promise<unknown>) => Promise<void> {
  const queryClient = useQueryClient();
  return async (change) => {
    await change();
    void queryClient.invalidateQueries({ queryKey: queryKeys.autoscalerPast(id) });
    await queryClient.invalidateQueries({ queryKey: queryKeys.autoscalers });
  };
}
