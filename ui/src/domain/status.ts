import type { TaskStatus } from '../api/types.ts';

interface StatusLook {
  label: string;
  /** Name of a Mantine colour. */
  color: string;
}

/** How each state of a task is called and coloured, everywhere. */
export const STATUS: Record<TaskStatus, StatusLook> = {
  created: { label: 'Draft', color: 'gray' },
  queued: { label: 'Pending', color: 'yellow' },
  in_progress: { label: 'Running', color: 'blue' },
  stopped: { label: 'Aborted', color: 'orange' },
  closed: { label: 'Closed', color: 'gray' },
  failed: { label: 'Failed', color: 'red' },
  completed: { label: 'Completed', color: 'green' },
  publishing: { label: 'Publishing', color: 'teal' },
  published: { label: 'Published', color: 'teal' },
  unknown: { label: 'Unknown', color: 'gray' },
};

/** The states that a filter offers. */
export const FILTER_STATUSES: TaskStatus[] = ['created', 'queued', 'in_progress', 'completed', 'failed', 'stopped', 'published'];

export const TASK_TYPES = [
  'training',
  'testing',
  'inference',
  'data_processing',
  'application',
  'monitor',
  'controller',
  'report',
  'optimizer',
  'service',
  'qc',
  'custom',
] as const;

export const statusLook = (status: string): StatusLook => STATUS[status as TaskStatus] ?? STATUS.unknown;

/** A running task that was asked to stop and has not yet. */
export const isStopping = (task: { status: string; status_message?: string }): boolean =>
  task.status === 'in_progress' && task.status_message === 'stopping';

export const isEditable = (task: { status: string }): boolean => task.status === 'created';
