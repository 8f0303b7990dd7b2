/** ClearML's task states. */
export const TASK_STATUSES = [
  'created',
  'queued',
  'in_progress',
  'stopped',
  'closed',
  'failed',
  'completed',
  'publishing',
  'published',
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

const ALLOWED: Record<TaskStatus, readonly TaskStatus[]> = {
  created: ['queued', 'in_progress'],
  queued: ['created', 'in_progress', 'stopped'],
  in_progress: ['stopped', 'failed', 'created', 'completed'],
  stopped: ['closed', 'created', 'failed', 'queued', 'in_progress', 'published', 'publishing', 'completed'],
  closed: ['created', 'failed', 'published', 'publishing', 'stopped'],
  failed: ['created', 'stopped', 'published', 'queued'],
  completed: ['published', 'in_progress', 'created', 'queued'],
  publishing: ['published'],
  published: [],
};

/** Whether the state machine lets a task go from one status to another without force. Staying is allowed. */
export const mayChange = (from: TaskStatus, to: TaskStatus): boolean => from === to || ALLOWED[from].includes(to);

/** The statuses that `from` may change to, without itself. */
export const nextStatuses = (from: TaskStatus): readonly TaskStatus[] => ALLOWED[from];

/** Nothing runs or waits for this task. */
export const isAtRest = (status: TaskStatus): boolean => status !== 'queued' && status !== 'in_progress';
