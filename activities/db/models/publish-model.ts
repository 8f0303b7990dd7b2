import { Refusal } from '../errors.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import type { StatusFields } from '../tasks/change-status.ts';
import { lockTask } from '../tasks/lock.ts';
import { applyReport } from '../tasks/report-status.ts';
import { modelNotFound } from './write-model.ts';

export interface PublishModelInput {
  model: string;
  actor: string;
  /** Publishes the task that made it too, when that is not published. */
  publishTask: boolean;
  forceTask: boolean;
}

/**
 * Publishes a model. Answers the task that was published with it.
 * @throws Refusal `modelNotFound`, `modelReady`, `taskStatus`
 */
export function publishModel(db: Db, { model, actor, publishTask, forceTask }: PublishModelInput) {
  return db.em.fork().transactional(async (em): Promise<{ task: { id: string; fields: StatusFields } | null }> => {
    const [row] = await query<{ ready: boolean; task: string | null }>(
      em,
      sql`select ready, task from models where id = ${model}`,
    );
    if (!row) throw modelNotFound(model);
    if (row.ready)
      throw new Refusal('modelReady', `Model is published already: id=${model}`, { field: 'model', data: { id: model } });
    const task = publishTask && row.task ? await lockTask(em, row.task) : null;
    const isDone = task === null || task.status === 'published';
    const published = isDone ? null : await applyReport(em, task, { task: task.id, to: 'published', actor, force: forceTask });
    await query(em, sql`update models set ready = true, last_update = now(), last_change = now() where id = ${model}`);
    return { task: task && published ? { id: task.id, fields: published } : null };
  });
}
