import { plural } from '../domain/format.ts';
import type { TaskSubject } from './types.ts';

const MOST_NAMES = 6;

/** Names the tasks that a dialog is about, and says how many of the selected ones are left out. */
export function SubjectList({ tasks, skipped = 0 }: { tasks: TaskSubject[]; skipped?: number }) {
  return (
    <div>
      {tasks.slice(0, MOST_NAMES).map((task) => (
        <div key={task.id} className="truncate">
          {task.name}
        </div>
      ))}
      {tasks.length > MOST_NAMES && <div className="dim">and {tasks.length - MOST_NAMES} more</div>}
      {skipped > 0 && <div className="dim">{plural(skipped, 'selected task')} in another state will be left as they are.</div>}
    </div>
  );
}
