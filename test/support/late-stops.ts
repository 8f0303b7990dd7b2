import type { Db } from '../../activities/db/orm.ts';
import { query, sql } from '../../activities/db/sql.ts';

/** From now on the workflows of controllers are not told that they are to stop, as if word of it were always on its way. Answers what ends that. */
export async function delayStops(db: Db): Promise<() => Promise<void>> {
  const em = db.em.fork();
  await query(em, sql`create function delay_stop() returns trigger language plpgsql as $$ begin return null; end $$`);
  await query(
    em,
    sql`create trigger delay_stop before insert on outbox for each row when (new.message ->> 'kind' = 'stopController')
        execute function delay_stop()`,
  );
  return async () => void (await query(em, sql`drop function delay_stop cascade`));
}
