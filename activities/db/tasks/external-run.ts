import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { ExternalRunView } from '../../../workflows/contracts/server-activities.ts';
import type { Db } from '../orm.ts';
import { finishAttempt } from './finish-attempt.ts';

/** What the record says of an attempt that a stock agent or the user's own process runs. */
export async function viewExternalRun(db: Db, run: RunRef): Promise<ExternalRunView> {
  const [row] = await db.em.fork().execute<{ over: boolean; local: boolean; silent_ms: number }[]>(
    `select a.ended is not null or t.attempt <> a.number as over, a.queue is null as local,
       (extract(epoch from now() - greatest(t.last_update, t.last_worker_report, w.last_activity, a.claimed)) * 1000)::float8 as silent_ms
     from attempts a join tasks t on t.id = a.task left join workers w on w.id = a.worker
     where a.task = ? and a.number = ?`,
    [run.taskId, run.attempt],
  );
  if (!row) return { over: true, local: false, silentMs: 0 };
  return { over: row.over, local: row.local, silentMs: row.silent_ms };
}

/** Ends an attempt whose runner went silent: a stock agent's goes back to its queue, a process of the user's ends as stopped. */
export async function loseExternalRun(db: Db, run: RunRef): Promise<void> {
  const [row] = await db.em
    .fork()
    .execute<{ from_queue: boolean }[]>('select queue is not null as from_queue from attempts where task = ? and number = ?', [
      run.taskId,
      run.attempt,
    ]);
  if (!row) return;
  await finishAttempt(db, {
    run,
    end: row.from_queue ? { kind: 'agentLost' } : { kind: 'stopped', reason: 'Forced stop (non-responsive)' },
  });
}
