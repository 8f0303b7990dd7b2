import type { LockedTask } from '../tasks/lock.ts';

/** Whether a task is the process of Python's `PipelineController`: all that it knows of its steps stands in its configuration. */
export const isPythonController = ({ controller, system_tags }: Pick<LockedTask, 'controller' | 'system_tags'>): boolean =>
  controller === null && system_tags.includes('pipeline');
