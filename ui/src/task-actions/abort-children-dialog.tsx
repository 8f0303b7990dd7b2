import { stopTasks } from '../api/tasks.ts';
import { plural } from '../domain/format.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import type { TaskSubject } from './types.ts';
import { useConclude } from './use-perform.ts';

/** Aborts what a task has started that waits or runs still, all in one call. */
export function AbortChildrenDialog({ tasks }: { tasks: TaskSubject[] }) {
  const conclude = useConclude();
  const abort = async () => {
    const refused = await stopTasks(tasks.map(({ id }) => id));
    conclude(tasks, 'Asked to stop', {
      succeeded: tasks.filter(({ id }) => !refused.has(id)),
      failed: tasks.flatMap((item) => (refused.has(item.id) ? [{ item, error: new Error(refused.get(item.id)) }] : [])),
    });
  };
  return (
    <ConfirmDialog
      title="Abort all children"
      text={`${plural(tasks.length, 'task')}, waiting or running. One that waits leaves its queue; of one that runs, the process and everything it started is ended. What was reported so far is kept.`}
      submitLabel="Abort all"
      tasks={tasks}
      skipped={0}
      onSubmit={abort}
    />
  );
}
