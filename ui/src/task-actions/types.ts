import type { TaskRow } from '../api/types.ts';

/** What an action needs to know of a task. */
export type TaskSubject = Pick<TaskRow, 'id' | 'name' | 'status'> & Partial<Pick<TaskRow, 'system_tags' | 'tags' | 'project'>>;
