import type { TaskStatus } from '../api/types.ts';

export const TASK_ACTIONS = [
  'enqueue',
  'retry',
  'dequeue',
  'abort',
  'reset',
  'clone',
  'sweep',
  'publish',
  'tags',
  'move',
  'archive',
  'restore',
  'delete',
] as const;
export type TaskAction = (typeof TASK_ACTIONS)[number];

interface ActionRule {
  label: string;
  /** States in which the action is offered; absent: in all. */
  from?: TaskStatus[];
  /** Whether the task must be (true) or must not be (false) archived. */
  archived?: boolean;
  danger?: boolean;
}

export const ACTION_RULES: Record<TaskAction, ActionRule> = {
  enqueue: { label: 'Enqueue', from: ['created', 'stopped'] },
  retry: { label: 'Retry', from: ['failed'] },
  dequeue: { label: 'Dequeue', from: ['queued'] },
  abort: { label: 'Abort', from: ['in_progress'] },
  reset: { label: 'Reset', from: ['queued', 'stopped', 'closed', 'failed', 'completed'] },
  clone: { label: 'Clone' },
  sweep: { label: 'Sweep this' },
  publish: { label: 'Publish', from: ['stopped', 'closed', 'failed', 'completed'] },
  tags: { label: 'Tags' },
  move: { label: 'Move to project' },
  archive: { label: 'Archive', archived: false },
  restore: { label: 'Restore', archived: true },
  delete: { label: 'Delete', danger: true },
};

interface ActionSubject {
  status: TaskStatus;
  system_tags?: string[];
}

export const isArchived = (task: ActionSubject): boolean => task.system_tags?.includes('archived') ?? false;

/** Whether the task's state allows the action. */
export function isAllowed(action: TaskAction, task: ActionSubject): boolean {
  if (action === 'delete') return task.status === 'created' || isArchived(task);
  const { from, archived } = ACTION_RULES[action];
  if (archived !== undefined && archived !== isArchived(task)) return false;
  return from === undefined || from.includes(task.status);
}

/** Why the action is greyed out, for a tooltip. */
export function refusal(action: TaskAction): string {
  if (action === 'delete') return 'Only a Draft or an archived task can be deleted';
  return 'Not possible in the present state';
}
