import type { AutoscalerInput } from '../../../workflows/contracts/autoscaler.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** What the workflow of a scaler is started with; null for one that is deleted or stopped. */
export async function describeScaler(db: Db, id: string): Promise<AutoscalerInput | null> {
  const [row] = await query<AutoscalerInput>(
    db.em.fork(),
    sql`select id as scaler, name from scalers where id = ${id} and mode <> 'stopped'`,
  );
  return row ?? null;
}

/** Has every scaler look at its machines. */
export async function wakeScalers(db: Db): Promise<void> {
  await query(
    db.em.fork(),
    sql`insert into outbox (message) select jsonb_build_object('kind', 'wakeScaler', 'scaler', id) from scalers where mode <> 'stopped'`,
  );
}
