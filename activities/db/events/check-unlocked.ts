import { Refusal } from '../errors.ts';
import type { LockedTask } from '../tasks/lock.ts';

/** @throws Refusal `taskPublished`: a published task keeps what it has */
export function checkUnlocked({ id, status }: Pick<LockedTask, 'id' | 'status'>): void {
  if (status !== 'publishing' && status !== 'published') return;
  throw new Refusal('taskPublished', `task ${id} is published: its events stay`, { field: 'task', data: { id } });
}
