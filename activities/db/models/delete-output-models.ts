import { deleteEvents } from '../events/delete-events.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { collectEventFiles } from '../tasks/task-files.ts';
import { usedByOtherTask } from './model-usage.ts';

export interface DeletedModels {
  deleted: string[];
  kept: string[];
  /** Addresses of what the deleted ones have stored. */
  urls: string[];
}

interface OutputModel {
  id: string;
  uri: string;
  keep: boolean;
}

/** Deletes the models that a task has made, except published ones and those that other tasks start from. */
export async function deleteOutputModels(em: Em, { task, keepAll }: { task: string; keepAll: boolean }): Promise<DeletedModels> {
  const models = await query<OutputModel>(
    em,
    sql`select m.id, m.uri, ${keepAll} or m.ready or ${usedByOtherTask(sql`m.id`, task)} as keep from models m where m.task = ${task} for update`,
  );
  const kept = models.filter((model) => model.keep).map((model) => model.id);
  const doomed = models.filter((model) => !model.keep);
  const urls = doomed.map((model) => model.uri);
  for (const { id } of doomed) urls.push(...(await collectEventFiles(em, { owner: id, ofModel: true })));
  const deleted = doomed.map((model) => model.id);
  await deleteModelRows(em, deleted);
  return { deleted, kept, urls: urls.filter((url) => url !== '') };
}

export async function deleteModelRows(em: Em, ids: string[]): Promise<void> {
  await deleteEvents(em, { owners: ids, ofModel: true });
  if (ids.length > 0) await query(em, sql`delete from models where id = any(${ids}::text[])`);
}
