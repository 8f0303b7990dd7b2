import { tellingController } from '../controllers/tell-controller.ts';
import { Refusal } from '../errors.ts';
import { discardFiles } from '../files/discarded-files.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql, writeTogether } from '../sql.ts';
import { clearResults } from './clear-results.ts';
import { type LockedTask, lockTask } from './lock.ts';
import { allUrls, type FileUrls } from './task-files.ts';

export interface DeleteTaskInput {
  task: string;
  /** Deletes a task that is neither a draft nor archived. */
  force?: boolean;
  /** Output models go too, unless they are published or used; default true. */
  deleteModels?: boolean;
  /** Seconds after which its stored files go too; null keeps them; default 0. */
  filesAfter?: number | null;
}

export interface DeleteResult {
  urls: FileUrls;
  deletedModels: number;
  updatedModels: number;
  updatedChildren: number;
}

/**
 * Deletes a task with everything it has produced; its run, if there is one, is cancelled.
 * @throws Refusal `taskNotFound`, `taskCannotBeDeleted`
 */
export function deleteTask(
  db: Db,
  { task: id, force = false, deleteModels = true, filesAfter = 0 }: DeleteTaskInput,
): Promise<DeleteResult> {
  return db.em.fork().transactional(async (em) => {
    const task = await lockTask(em, id);
    if (!force) checkDeletable(task);
    const { urls, deletedModels, keptModels } = await clearResults(em, task, { reason: 'deleted', deleteModels });
    if (keptModels.length > 0) await query(em, sql`update models set task = null where id = any(${keptModels}::text[])`);
    const children = await query(em, sql`update tasks set parent = null where parent = ${id} returning id`);
    await deleteRows(em, id);
    await writeTogether(em, tellingController(task));
    if (filesAfter !== null) await discardFiles(em, allUrls(urls), filesAfter);
    return { urls, deletedModels, updatedModels: keptModels.length, updatedChildren: children.length };
  });
}

function checkDeletable(task: LockedTask): void {
  if (task.status === 'created' || task.system_tags.includes('archived')) return;
  throw new Refusal(
    'taskCannotBeDeleted',
    `Task cannot be deleted (due to status, use force=True): task=${task.id}, expected=created, current=${task.status}`,
    { field: 'task', data: { id: task.id, expected: 'created', current: task.status } },
  );
}

async function deleteRows(em: Em, id: string): Promise<void> {
  await query(em, sql`delete from task_transitions where task = ${id}`);
  await query(em, sql`delete from tasks where id = ${id}`);
}
