import { useQueryClient } from '@tanstack/react-query';
import { queryKeys } from '../api/query-keys.ts';
import { toast } from '../components/toaster.tsx';
import { plural } from '../domain/format.ts';
import { type EachResult, runOnEach } from './run-on-each.ts';
import type { TaskSubject } from './types.ts';

export type Perform = (tasks: TaskSubject[], done: string, action: (task: TaskSubject) => Promise<unknown>) => Promise<void>;

/**
 * Does something to tasks, says how it went (`done` is the past participle: "Enqueued") and renews what shows them.
 * @throws {Error} the server's refusal, when there was one task and it refused.
 */
export function usePerform(): Perform {
  const conclude = useConclude();
  return async (tasks, done, action) => conclude(tasks, done, await runOnEach(tasks, action));
}

/** The end of `usePerform`, for what was done to tasks in another way. */
export function useConclude(): (tasks: TaskSubject[], done: string, result: EachResult<TaskSubject>) => void {
  const queryClient = useQueryClient();
  return (tasks, done, { succeeded, failed }) => {
    void queryClient.invalidateQueries({ queryKey: queryKeys.taskPages });
    void queryClient.invalidateQueries({ queryKey: queryKeys.queues });
    void queryClient.invalidateQueries({ queryKey: queryKeys.pipelines });
    for (const task of tasks.length > 20 ? [] : tasks) void queryClient.invalidateQueries({ queryKey: queryKeys.task(task.id) });
    if (tasks.length === 1 && failed[0]) throw failed[0].error;
    if (succeeded.length > 0)
      toast.ok(succeeded.length === 1 ? `${done}: ${succeeded[0]!.name}` : `${done} ${plural(succeeded.length, 'task')}`);
    if (failed.length > 0)
      toast.error(
        `${plural(failed.length, 'task')} refused`,
        [...new Set(failed.map(({ error }) => error.message))].slice(0, 3).join('\n'),
      );
  };
}
