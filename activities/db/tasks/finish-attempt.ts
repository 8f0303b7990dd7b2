import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { AttemptEnd } from '../../../workflows/contracts/server-activities.ts';
import { decideEnd, type EndKind } from '../../../workflows/domain/decide-end.ts';
import type { Db, Em } from '../orm.ts';
import { post } from '../outbox/post.ts';
import { isPythonController } from '../pipelines/is-python-controller.ts';
import { handOver } from '../pipelines/python-controllers.ts';
import { admit } from '../queues/admit.ts';
import { removeEntry } from '../queues/entries.ts';
import { query, type Sql, sql } from '../sql.ts';
import { closingAttempt } from './attempts.ts';
import { changeStatus, type StatusChange } from './change-status.ts';
import { type LockedTask, lockIfThere, lockTask } from './lock.ts';

/** Writes the end of an attempt. Does nothing when the attempt has ended already, another took its place, or the task is gone. */
export function finishAttempt(db: Db, { run, end }: { run: RunRef; end: AttemptEnd }): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const task = await lockIfThere(em, run.taskId);
    if (task?.attempt !== run.attempt || !task.attempt_open) return;
    const decision = decideEnd({
      status: task.status,
      stopping: task.stopping,
      end: await endKind(em, run, end),
      infrastructureFailures: task.infrastructure_failures,
      infrastructureRetries: task.infrastructure_retries,
      outlivesProcess: isPythonController(task),
    });
    const closing = closingAttempt(task, { state: decision.attempt, reason: decision.reason || null, exitCode: exitCode(end) });
    const also = { infrastructure_failures: task.infrastructure_failures + (decision.attempt === 'lost' ? 1 : 0) };
    const change = { actor: 'server', reason: decision.reason, message: decision.message, force: true };
    if (decision.requeue) await requeueAtHead(em, task, { change, also, closing, without: 'failed' });
    else if (decision.status) await changeStatus(em, task, { ...change, to: decision.status }, also, [closing]);
    else await query(em, closing);
  });
}

/** Gives a claimed run back to the head of its queue; the budget for infrastructure failures is untouched. */
export function releaseRun(db: Db, { run, reason, actor }: { run: RunRef; reason: string; actor: string }): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const task = await lockTask(em, run.taskId);
    if (task.attempt !== run.attempt || !task.attempt_open) return;
    const closing = closingAttempt(task, { state: 'released', reason });
    await post(em, { kind: 'recordChanged', run });
    await requeueAtHead(em, task, { change: { actor, reason, message: '', force: true }, closing, without: 'stopped' });
  });
}

interface Requeue {
  change: Omit<StatusChange, 'to'>;
  /** Columns that change with the status. */
  also?: Record<string, number>;
  /** Ends the attempt that was. */
  closing: Sql;
  /** What the task becomes when it has no queue, or its queue was deleted meanwhile. */
  without: 'failed' | 'stopped';
}

/** The next attempt of a locked task waits at the head of the queue it came from. */
async function requeueAtHead(em: Em, task: LockedTask, { change, also = {}, closing, without }: Requeue): Promise<void> {
  const [queue] = await query<{ id: string }>(em, sql`select id from queues where id = ${task.queue}`);
  if (!queue) {
    const message = 'it has no queue to wait in again';
    return void (await changeStatus(em, task, { ...change, message, to: without }, also, [closing]));
  }
  if (isPythonController(task)) await handOver(em, task, change.actor);
  await changeStatus(em, task, { ...change, to: 'queued' }, { ...also, queue: queue.id }, [closing]);
  // An attempt that was never claimed still has its entry.
  await removeEntry(em, task.id);
  await admit(em, task, { queue: queue.id, at: 'head' });
}

async function endKind(em: Em, run: RunRef, end: AttemptEnd): Promise<EndKind> {
  switch (end.kind) {
    case 'executed':
      if (end.outcome.kind === 'stopped') return { kind: 'stopped', reason: 'stopped' };
      return { ...end.outcome, lastLines: exitCode(end) === 0 ? '' : await readLastLines(em, run) };
    case 'agentLost':
      return { kind: 'infrastructure', reason: 'worker lost' };
    case 'infrastructureFailed':
      return { kind: 'infrastructure', reason: `${end.stage}: ${end.message}` };
    case 'stageFailed':
    case 'stopped':
      return end;
  }
}

/** What the process wrote last comes with the report of its stage, since no output goes through Temporal. */
async function readLastLines(em: Em, { taskId, attempt }: RunRef): Promise<string> {
  const [row] = await em.execute<{ lines: string | null }[]>(
    `select stage ->> 'lastLines' as lines from attempts, jsonb_array_elements(stages) stage
     where task = ? and number = ? and stage ->> 'stage' = 'execute'`,
    [taskId, attempt],
  );
  return row?.lines ?? '';
}

function exitCode(end: AttemptEnd): number | null {
  return end.kind === 'executed' && end.outcome.kind === 'exited' ? end.outcome.exitCode : null;
}
