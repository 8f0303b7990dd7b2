import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import type { StatusFields } from './change-status.ts';
import { lockTask } from './lock.ts';
import { applyReport } from './report-status.ts';

export interface PublishInput {
  task: string;
  actor: string;
  force?: boolean;
  reason?: string;
  message?: string;
  /** Publishes the models that the task has made; default true. */
  publishModels?: boolean;
}

/** @throws Refusal `taskNotFound`, `taskStatus` */
export function publishTask(db: Db, { publishModels = true, ...change }: PublishInput): Promise<StatusFields> {
  return db.em.fork().transactional(async (em) => {
    const fields = await applyReport(em, await lockTask(em, change.task), { ...change, to: 'published' });
    if (publishModels) {
      await query(
        em,
        sql`update models set ready = true, last_change = now(), last_update = now() where task = ${change.task} and not ready`,
      );
    }
    return fields;
  });
}
