import type { ControllerKind } from '../../../workflows/contracts/controller.ts';
import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { AttemptKind } from '../entities/attempt.entity.ts';
import type { Db } from '../orm.ts';
import { post } from '../outbox/post.ts';
import { claimedSignal, type StageFacts, stageFacts } from '../queues/claimed-signal.ts';
import { query, sql } from '../sql.ts';

export interface OpenAttempt extends RunRef {
  kind: AttemptKind;
  /** Empty for what no worker runs. */
  worker: string;
  /** The workflow that is the attempt; null for what agents run. */
  controller: ControllerKind | null;
}

/** Attempts that a workflow is to run: they have not ended, and did not begin within the last `settleSeconds`. */
export function listOpenAttempts(db: Db, settleSeconds: number): Promise<OpenAttempt[]> {
  return db.em.fork().execute<OpenAttempt[]>(
    `select a.task as "taskId", a.number as attempt, a.kind, coalesce(a.worker, '') as worker, case when a.kind = 'workflow' then t.controller end as controller
     from attempts a join tasks t on t.id = a.task
     where a.ended is null and a.state <> 'waiting' and greatest(a.created, a.claimed) < now() - make_interval(secs => ?)`,
    [settleSeconds],
  );
}

/** Tells Temporal once more what an attempt is about, for a workflow that it does not know. */
export async function retell(db: Db, { taskId, attempt, kind, worker }: OpenAttempt): Promise<void> {
  const em = db.em.fork();
  const run = { taskId, attempt };
  if (kind === 'workflow') return post(em, { kind: 'startController', run });
  const [facts] = await query<StageFacts>(em, sql`select ${stageFacts(worker)} from tasks t where t.id = ${taskId}`);
  if (facts) await post(em, { kind: 'claimed', run, signal: claimedSignal({ worker, kind }, facts) });
}

/** Wakes the workflow of every queue that has entries. */
export async function wakeQueues(db: Db): Promise<void> {
  const em = db.em.fork();
  const queues = await em.execute<{ queue: string }[]>('select distinct queue from queue_entries');
  await post(em, ...queues.map(({ queue }) => ({ kind: 'wakeQueue' as const, queue })));
}
