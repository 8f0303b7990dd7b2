import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { queryKeys } from '../../api/query-keys.ts';
import { useLiveEvents } from '../../live/hooks.ts';
import { ThrottledBatch } from '../../live/throttled-batch.ts';

const INTERVAL_MS = 2000;

/** Python's optimizer says nothing of its trials but by their tasks: any change of a task may be one of its own. */
export function useTrialsAsTasks(sweepId: string, active: boolean): void {
  const queryClient = useQueryClient();
  const batch = useMemo(
    () => new ThrottledBatch<string>(INTERVAL_MS, () => queryClient.invalidateQueries({ queryKey: queryKeys.sweep(sweepId) })),
    [queryClient, sweepId],
  );
  useLiveEvents((event) => {
    if (active && event !== 'gap' && event.topic === 'tasks') batch.add(sweepId, sweepId);
  });
}
