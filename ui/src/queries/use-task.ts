import { queryOptions, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { queryKeys } from '../api/query-keys.ts';
import { fetchOpenChildren, fetchTask } from '../api/tasks.ts';
import type { Task, TaskRow } from '../api/types.ts';

export const taskQuery = (id: string) =>
  queryOptions({ queryKey: queryKeys.taskPart(id, 'record'), queryFn: ({ signal }) => fetchTask(id, signal) });

export const useTask = (id: string): UseQueryResult<Task> => useQuery(taskQuery(id));

/** Its children that wait or run, while they are asked for; none while that is not known. */
export function useOpenChildren(id: string, enabled: boolean): TaskRow[] {
  const { data } = useQuery({
    queryKey: queryKeys.openChildren(id),
    queryFn: () => fetchOpenChildren(id),
    enabled,
    staleTime: 0,
  });
  return data ?? [];
}

/** Runs an edit and has the task read again, so that the page shows what was stored and not what was typed. */
export function useSaveTask(id: string): (edit: () => Promise<unknown>) => Promise<void> {
  const queryClient = useQueryClient();
  return async (edit) => {
    await edit();
    void queryClient.invalidateQueries({ queryKey: queryKeys.taskPages });
    await queryClient.invalidateQueries({ queryKey: queryKeys.taskPart(id, 'record') });
  };
}
