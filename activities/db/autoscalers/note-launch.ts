import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { addScalerEvent } from './add-event.ts';
import { restResource } from './rest-resource.ts';
import { wakeScaler } from './wake-scaler.ts';

export interface LaunchedMachine {
  cloudId: string;
  zone: string | null;
  launchedAt: Date;
}

/** Notes what the cloud has made for a machine. One that is to be ended meanwhile stays so. */
export function noteLaunched(db: Db, machine: string, { cloudId, zone, launchedAt }: LaunchedMachine): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    await lockScalerOf(em, machine);
    const [row] = await query<{ scaler: string }>(
      em,
      sql`update machines set cloud_id = ${cloudId}, zone = ${zone}, launched = coalesce(launched, ${launchedAt}),
            state = case when state = 'planned' then 'launched' else state end
          where id = ${machine} and ended is null and cloud_id is null returning scaler`,
    );
    if (!row) return;
    await wakeScaler(em, row.scaler);
  });
}

/** Notes that the cloud has refused a machine: it has ended, and its resource rests for a while, each time twice as long. */
export function noteRefused(db: Db, machine: string, { reason, now }: { reason: string; now: Date }): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    await lockScalerOf(em, machine);
    const [row] = await query<{ scaler: string; resource: string }>(
      em,
      sql`update machines set state = 'ended', ended = ${now}, end_reason = 'launch failed', end_why = ${reason}, error = ${reason}, join_token = null
          where id = ${machine} and ended is null and launched is null returning scaler, resource`,
    );
    if (!row) return;
    await restResource(em, { ...row, reason, now });
    const text = `${row.resource}: ${reason}`;
    await addScalerEvent(em, { scaler: row.scaler, machine, kind: 'refused', text, actor: 'server', at: now });
  });
}

/** First the scaler, then its machine: a look locks them in this order, too. */
const lockScalerOf = (em: Em, machine: string): Promise<unknown> =>
  query(em, sql`select from scalers where id = (select scaler from machines where id = ${machine}) for update`);
