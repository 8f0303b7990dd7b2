import type { Db } from '../orm.ts';

/** Notes that the server can hear agents from now on. */
export async function noteServerStart(db: Db): Promise<void> {
  await db.em
    .fork()
    .execute(`insert into server_starts (service, at) values ('api', now()) on conflict (service) do update set at = now()`);
}

/**
 * Milliseconds for which the server has not heard of an agent. Time in which it could not hear does not count: its silence is
 * measured from the server's own start at the earliest.
 */
export async function agentSilentMs(db: Db, worker: string): Promise<number> {
  const [row] = await db.em.fork().execute<{ silent_ms: number }[]>(
    `select (extract(epoch from now() - greatest(
       (select last_activity from workers where id = ?), (select at from server_starts where service = 'api'))) * 1000)::float8 as silent_ms`,
    [worker],
  );
  // An answer travels as JSON, which has no infinity.
  return row?.silent_ms ?? Number.MAX_SAFE_INTEGER;
}
