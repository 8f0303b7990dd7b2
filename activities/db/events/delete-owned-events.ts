import { Refusal } from '../errors.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { lockTask } from '../tasks/lock.ts';
import { checkUnlocked } from './check-unlocked.ts';
import { deleteEvents } from './delete-events.ts';

interface DeleteOwnedInput {
  id: string;
  /** Although it is published. */
  allowLocked: boolean;
}

/**
 * Deletes all events of a task.
 * @throws Refusal `taskNotFound`, `taskPublished`
 */
export function deleteTaskEvents(db: Db, { id, allowLocked }: DeleteOwnedInput): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const task = await lockTask(em, id);
    if (!allowLocked) checkUnlocked(task);
    await deleteEvents(em, { owners: [id], ofModel: false });
  });
}

/**
 * Deletes all events of a model.
 * @throws Refusal `modelNotFound`, `modelReady`
 */
export function deleteModelEvents(db: Db, { id, allowLocked }: DeleteOwnedInput): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const [model] = await query<{ ready: boolean }>(em, sql`select ready from models where id = ${id} for no key update`);
    if (!model) throw new Refusal('modelNotFound', `model ${id} does not exist`, { field: 'model', data: { id } });
    if (model.ready && !allowLocked) {
      throw new Refusal('modelReady', `model ${id} is published: its events stay`, { field: 'model', data: { id } });
    }
    await deleteEvents(em, { owners: [id], ofModel: true });
  });
}
