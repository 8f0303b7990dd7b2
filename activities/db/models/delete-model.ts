import { Refusal } from '../errors.ts';
import { discardFiles } from '../files/discarded-files.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { collectEventFiles } from '../tasks/task-files.ts';
import { deleteModelRows } from './delete-output-models.ts';
import { usedByOtherTask } from './model-usage.ts';
import { modelNotFound } from './write-model.ts';

export interface DeletedModel {
  /** Where its weights are. */
  uri: string;
  /** Addresses of images that were reported for it. */
  eventUrls: string[];
}

export interface DeleteModelInput {
  model: string;
  /** Deletes a model that is published or used. */
  force: boolean;
  /** Seconds after which its stored files go too; null keeps them; default 0. */
  filesAfter?: number | null;
}

/**
 * Deletes a model, and its links from tasks.
 * @throws Refusal `modelNotFound`; `modelReady` when it is published, `modelInUse` when tasks start from it, and `force` is not set
 */
export function deleteModel(db: Db, { model, force, filesAfter = 0 }: DeleteModelInput): Promise<DeletedModel> {
  return db.em.fork().transactional(async (em) => {
    const [row] = await query<{ uri: string; ready: boolean; used: boolean }>(
      em,
      sql`select m.uri, m.ready, ${usedByOtherTask(sql`m.id`, null)} as used from models m where m.id = ${model}`,
    );
    if (!row) throw modelNotFound(model);
    if (!force) checkDeletable(model, row);
    const eventUrls = await collectEventFiles(em, { owner: model, ofModel: true });
    // Tasks before the model, as everything else takes them: two transactions never wait for each other.
    await unlinkFromTasks(em, model);
    await deleteModelRows(em, [model]);
    if (filesAfter !== null) await discardFiles(em, [row.uri, ...eventUrls], filesAfter);
    return { uri: row.uri, eventUrls };
  });
}

function checkDeletable(model: string, { ready, used }: { ready: boolean; used: boolean }): void {
  const data = { field: 'model', data: { id: model } };
  if (ready) throw new Refusal('modelReady', `Model is published, use force=true to delete it: id=${model}`, data);
  if (used) throw new Refusal('modelInUse', `Model is used by tasks, use force=true to delete it: id=${model}`, data);
}

async function unlinkFromTasks(em: Parameters<typeof query>[0], model: string): Promise<void> {
  const without = (side: string) =>
    sql`coalesce((select jsonb_agg(item) from jsonb_array_elements(models -> ${side}) item where item ->> 'model' <> ${model}), '[]')`;
  const holds = (side: string) =>
    sql`models -> ${sql.lit(side)} @> jsonb_build_array(jsonb_build_object('model', ${model}::text))`;
  await query(
    em,
    sql`update tasks set models = jsonb_build_object('input', ${without('input')}, 'output', ${without('output')})
        where ${holds('input')} or ${holds('output')}`,
  );
}
