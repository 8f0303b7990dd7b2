import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { lockTask } from '../tasks/lock.ts';
import { checkUnlocked } from './check-unlocked.ts';

export interface ClearLogInput {
  task: string;
  /** Only messages before this time in milliseconds since the epoch; all when null. */
  before: number | null;
  /** Although the task is published. */
  allowLocked: boolean;
}

/**
 * Deletes console output. Answers how many messages it were.
 * @throws Refusal `taskNotFound`, `taskPublished`
 */
export function clearLog(db: Db, { task: id, before, allowLocked }: ClearLogInput): Promise<number> {
  return db.em.fork().transactional(async (em) => {
    const task = await lockTask(em, id);
    if (!allowLocked) checkUnlocked(task);
    // A stream that stood in the middle of a line goes on with a new row.
    if (before === null) await query(em, sql`update attempts set console_open = null where task = ${id}`);
    const deleted = await query(
      em,
      sql`delete from log_events e where task = ${id} and (${before}::bigint is null or at < ${before}::bigint)
        and not exists (select 1 from attempts a where a.task = ${id} and a.console_open in (e.id, e.continues)) returning 1 as one`,
    );
    return deleted.length;
  });
}
