import type { Db } from '../orm.ts';

/** Notes that a part of the server is there from now on: the API hears agents, the orchestrator has work for them. */
export async function noteServerStart(db: Db, service: 'api' | 'orchestrator'): Promise<void> {
  await db.em
    .fork()
    .execute('insert into server_starts (service, at) values (?, now()) on conflict (service) do update set at = now()', [
      service,
    ]);
}

/**
 * Milliseconds for which the server has not heard of an agent. Time in which a part of the server was away does not count: its silence is
 * measured from the last start at the earliest. Where everything went down together, agents may be starting just now.
 */
export async function agentSilentMs(db: Db, worker: string): Promise<number> {
  const [row] = await db.em.fork().execute<{ silent_ms: number }[]>(
    `select (extract(epoch from now() - greatest(
       (select last_activity from workers where id = ?), (select max(at) from server_starts))) * 1000)::float8 as silent_ms`,
    [worker],
  );
  // An answer travels as JSON, which has no infinity.
  return row?.silent_ms ?? Number.MAX_SAFE_INTEGER;
}
