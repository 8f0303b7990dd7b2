import type { EventBatch, ScalarEvent } from '../../../../activities/db/events/event-batch.ts';
import { emptyBatch } from '../../../../activities/db/events/event-batch.ts';
import { newId } from '../../../../activities/db/ids.ts';
import type { Db } from '../../../../activities/db/orm.ts';

/** A task that takes events; answers its id. */
export async function createTask(db: Db, { status = 'in_progress', attempt = 0 } = {}): Promise<string> {
  const id = newId();
  await db.em.fork().execute(
    `insert into tasks (id, name, project, user_id, status, attempt, created, last_update, last_change, status_changed)
     values (?, 'task', 'p', 'u', ?, ?, now(), now(), now(), now())`,
    [id, status, attempt],
  );
  if (attempt > 0) await db.em.fork().execute(`insert into attempts (task, number, created) values (?, ?, now())`, [id, attempt]);
  return id;
}

export const scalar = (owner: string, fields: Partial<ScalarEvent> = {}): ScalarEvent => ({
  owner,
  ofModel: false,
  allowLocked: false,
  at: 1_700_000_000_000,
  worker: 'w',
  metric: 'loss',
  variant: 'train',
  iter: 0,
  value: 1,
  ...fields,
});

export const batchOf = (events: Partial<EventBatch>): EventBatch => ({ ...emptyBatch(), ...events });
