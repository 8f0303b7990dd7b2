import { Refusal } from '../errors.ts';
import { discardFiles } from '../files/discarded-files.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { changeStatus, type StatusFields } from './change-status.ts';
import { type ClearedResults, clearResults } from './clear-results.ts';
import { lockTask } from './lock.ts';
import { allUrls } from './task-files.ts';

export interface ResetTaskInput {
  task: string;
  actor: string;
  force?: boolean;
  /** Drops code and execution settings too. */
  clearAll?: boolean;
  /** Output models go too, unless they are published or used; default true. */
  deleteModels?: boolean;
  /** Its stored files go too; default true. */
  deleteFiles?: boolean;
}

export interface ResetResult extends ClearedResults {
  fields: StatusFields;
}

/**
 * Makes a task a draft again: its run is cancelled, its results are gone, its definition stays.
 * @throws Refusal `taskNotFound`, `taskPublished`, `taskStatus`
 */
export function resetTask(db: Db, input: ResetTaskInput): Promise<ResetResult> {
  return db.em.fork().transactional((em) => resetWithin(em, input));
}

/** `resetTask` within the transaction of `em`. */
export async function resetWithin(
  em: Em,
  { task: id, actor, force = false, clearAll = false, deleteModels = true, deleteFiles = true }: ResetTaskInput,
): Promise<ResetResult> {
  const task = await lockTask(em, id);
  if (task.status === 'published' || task.status === 'publishing') throw isPublished(id, task.status);
  // The number of a run whose process is not gone yet must not stay the newest: what it still sends is refused.
  const attempt = task.attempt + (task.status !== 'queued' && task.attempt_open ? 1 : 0);
  const cleared = await clearResults(em, task, { reason: 'reset', deleteModels });
  const fields = await changeStatus(em, task, { to: 'created', actor, reason: 'reset', message: 'reset', force });
  // Its next run may store under the same paths: they are free at once.
  if (deleteFiles) await discardFiles(em, allUrls(cleared.urls), 0);
  const definition = clearAll ? sql`, script = '{}', execution = '{}'` : sql``;
  await query(
    em,
    sql`update tasks set runtime = '{}', last_iteration = 0, last_worker = null, last_worker_report = null, started = null,
            completed = null, attempt = ${attempt}, enqueue_status = null, queue = null, output = output - 'error' - 'result' - 'model',
            models = jsonb_set(models, '{output}', '[]'),
            artifacts = coalesce((select jsonb_agg(a) from jsonb_array_elements(artifacts) a where a ->> 'mode' = 'input'), '[]')
            ${definition}
          where id = ${id}`,
  );
  return { ...cleared, fields };
}

function isPublished(id: string, status: string): Refusal {
  return new Refusal('taskPublished', `Invalid task status: task_id=${id}, status=${status}; a published task is never reset`, {
    field: 'task',
    data: { id, status },
  });
}
