import { useNavigate } from 'react-router';
import { ApiError } from '../api/http.ts';
import {
  archiveTask,
  deleteTask,
  dequeueTask,
  publishTask,
  resetTask,
  retryTask,
  stopTask,
  unarchiveTask,
} from '../api/tasks.ts';
import { useGuard } from '../app/rights.tsx';
import type { MenuEntry } from '../components/data-table/types.ts';
import { useDialogs } from '../components/dialogs.tsx';
import type { IconName } from '../components/icon.tsx';
import { toast } from '../components/toaster.tsx';
import { ACTION_RULES, isAllowed, refusal, TASK_ACTIONS, type TaskAction } from '../domain/task-actions.ts';
import { AbortChildrenDialog } from './abort-children-dialog.tsx';
import { CloneDialog } from './clone-dialog.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { EnqueueDialog } from './enqueue-dialog.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { TagsDialog } from './tags-dialog.tsx';
import type { TaskSubject } from './types.ts';
import { usePerform } from './use-perform.ts';

const ICONS: Record<TaskAction, IconName> = {
  enqueue: 'play',
  retry: 'refresh',
  dequeue: 'undo',
  abort: 'stop',
  reset: 'undo',
  clone: 'copy',
  sweep: 'target',
  publish: 'check',
  tags: 'tag',
  move: 'folder',
  archive: 'archive',
  restore: 'refresh',
  delete: 'trash',
};

/** Actions that begin a new group in a menu. */
const GROUP_STARTS: TaskAction[] = ['clone', 'archive'];

interface Simple {
  done: string;
  run: (id: string) => Promise<unknown>;
  /** Asked before; absent: done at once. */
  question?: string;
}

const SIMPLE: Partial<Record<TaskAction, Simple>> = {
  retry: { done: 'Enqueued again', run: retryTask },
  dequeue: { done: 'Dequeued', run: dequeueTask },
  abort: {
    done: 'Asked to stop',
    run: stopTask,
    question: 'The process and everything it started is ended. What was reported so far is kept.',
  },
  reset: {
    done: 'Reset',
    run: resetTask,
    question:
      'Console, scalars, plots, debug samples, output artifacts and output models are deleted for good. The task becomes a Draft.',
  },
  publish: { done: 'Published', run: publishTask, question: 'A published task can no longer be changed, reset or deleted.' },
  archive: { done: 'Archived', run: archiveTask },
  restore: { done: 'Restored', run: unarchiveTask },
  delete: { done: 'Deleted', run: deleteTask, question: 'The task, its results and its files are deleted for good.' },
};

interface TaskActions {
  /** Does an action to those of the tasks whose state allows it, after the questions that it needs. */
  start: (action: TaskAction, tasks: TaskSubject[], afterwards?: () => void) => void;
  /** All actions for one task, those that its state, or the user's role, forbids greyed out. */
  menu: (task: TaskSubject, afterwards?: (action: TaskAction) => void) => MenuEntry[];
  /** For the menu of a task with children that wait or run; nothing where there are none. */
  abortChildren: (children: TaskSubject[]) => MenuEntry[];
}

export const actionIcon = (action: TaskAction): IconName => ICONS[action];

export function useTaskActions(): TaskActions {
  const { open } = useDialogs();
  const perform = usePerform();
  const navigate = useNavigate();
  const guard = useGuard('work');
  const start: TaskActions['start'] = (action, selected, afterwards) => {
    if (action === 'sweep') return void navigate(`/sweeps/new?task=${selected[0]!.id}`);
    const tasks = selected.filter((task) => isAllowed(action, task));
    const skipped = selected.length - tasks.length;
    const simple = SIMPLE[action];
    if (!simple) return open(dialogFor(action, tasks, skipped));
    const run = () => perform(tasks, simple.done, ({ id }) => simple.run(id)).then(afterwards);
    if (!simple.question)
      return void run().catch((error: Error) => {
        if (action === 'retry' && isWithoutQueue(error)) return open(dialogFor(action, tasks, skipped));
        toast.error(`${ACTION_RULES[action].label} refused`, error.message);
      });
    const { label, danger } = ACTION_RULES[action];
    open(
      <ConfirmDialog
        title={label}
        text={simple.question}
        submitLabel={label}
        danger={danger ?? false}
        tasks={tasks}
        skipped={skipped}
        onSubmit={run}
      />,
    );
  };
  const menu: TaskActions['menu'] = (task, afterwards) =>
    TASK_ACTIONS.filter((action) => isShown(action, task)).map((action) =>
      guard(toEntry(action, task, () => start(action, [task], () => afterwards?.(action)))),
    );
  const abortChildren: TaskActions['abortChildren'] = (children) =>
    children.length === 0
      ? []
      : [
          guard({
            key: 'abortChildren',
            label: 'Abort all children',
            icon: 'stop',
            divided: true,
            onSelect: () => open(<AbortChildrenDialog tasks={children} />),
          }),
        ];
  return { start, menu, abortChildren };
}

/** A task that its user has run himself was in no queue: one has to be chosen. */
const isWithoutQueue = (error: Error): boolean => error instanceof ApiError && error.code === 'queueNotFound';

function dialogFor(action: TaskAction, tasks: TaskSubject[], skipped: number) {
  if (action === 'clone') return <CloneDialog task={tasks[0]!} />;
  if (action === 'tags') return <TagsDialog tasks={tasks} />;
  if (action === 'move') return <MoveDialog tasks={tasks} />;
  return <EnqueueDialog title={ACTION_RULES[action].label} tasks={tasks} skipped={skipped} />;
}

/** Of two actions that exclude each other, a menu shows the possible one. */
function isShown(action: TaskAction, task: TaskSubject): boolean {
  if (action === 'retry' || action === 'restore' || action === 'dequeue') return isAllowed(action, task);
  if (action === 'enqueue') return task.status !== 'failed' && task.status !== 'queued';
  if (action === 'archive') return isAllowed('archive', task);
  return true;
}

function toEntry(action: TaskAction, task: TaskSubject, onSelect: () => void): MenuEntry {
  const allowed = isAllowed(action, task);
  return {
    key: action,
    label: ACTION_RULES[action].label,
    icon: ICONS[action],
    disabled: !allowed,
    ...(allowed ? {} : { hint: refusal(action) }),
    danger: action === 'delete',
    divided: GROUP_STARTS.includes(action) || (action === 'restore' && allowed),
    onSelect,
  };
}
