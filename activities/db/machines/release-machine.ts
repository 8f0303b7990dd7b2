import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/**
 * Takes from a machine that has ended what it was given: its token, its credentials with every token made of them, and its
 * place on the list of workers. Runs that it left behind stay open: their workflows see to them.
 */
export async function releaseMachine(em: Em, machine: string, now: Date): Promise<void> {
  const [released] = await query<{ access_key: string | null; worker: string | null }>(
    em,
    sql`update machines set join_token = null where id = ${machine} returning access_key, worker`,
  );
  if (!released) return;
  await query(em, sql`update credentials set revoked = ${now} where access_key = ${released.access_key} and revoked is null`);
  await query(em, sql`delete from workers where id = ${released.worker}`);
}
