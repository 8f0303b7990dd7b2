import { Refusal } from '../errors.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { statusOf } from './change-mode.ts';
import { lockScaler } from './find-scaler.ts';

/**
 * Deletes a stopped scaler with its secrets and the history of its machines.
 * @throws Refusal `scalerNotFound`; `conflict` while it is at work or has machines
 */
export function deleteScaler(db: Db, ref: string): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const { id, name, mode } = await lockScaler(em, ref);
    if (mode !== 'stopped')
      throw new Refusal('conflict', `autoscaler "${name}" is ${statusOf(mode)}; only a stopped one can be deleted`, {
        field: 'status',
        data: { id, status: statusOf(mode) },
      });
    await query(em, sql`delete from scalers where id = ${id}`);
  });
}
