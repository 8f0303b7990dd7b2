import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { AttemptEnd } from '../../../workflows/contracts/server-activities.ts';
import { decideEnd, type EndKind } from '../../../workflows/domain/decide-end.ts';
import type { Db, Em } from '../orm.ts';
import { post } from '../outbox/post.ts';
import { isPythonController } from '../pipelines/is-python-controller.ts';
import { handOver } from '../pipelines/python-controllers.ts';
import { admit } from '../queues/admit.ts';
import { removeEntry } from '../queues/entries.ts';
import { findQueue } from '../queues/find-queue.ts';
import { closeAttempt } from './attempts.ts';
import { changeStatus } from './change-status.ts';
import { type LockedTask, lockIfThere, lockTask } from './lock.ts';

/** Writes the end of an attempt. Does nothing when the attempt has ended already, another took its place, or the task is gone. */
export function finishAttempt(db: Db, { run, end }: { run: RunRef; end: AttemptEnd }): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const task = await lockIfThere(em, run.taskId);
    if (task?.attempt !== run.attempt || !task.attempt_open) return;
    const decision = decideEnd({
      status: task.status,
      end: endKind(end, await readLastLines(em, run)),
      infrastructureFailures: task.infrastructure_failures,
      infrastructureRetries: task.infrastructure_retries,
      outlivesProcess: isPythonController(task),
    });
    await closeAttempt(em, task, { state: decision.attempt, reason: decision.reason || null, exitCode: exitCode(end) });
    if (decision.attempt === 'lost') {
      await em.execute('update tasks set infrastructure_failures = infrastructure_failures + 1 where id = ?', [task.id]);
    }
    const change = { actor: 'server', reason: decision.reason, message: decision.message, force: true };
    if (decision.requeue) await requeueAtHead(em, task, change);
    else if (decision.status) await changeStatus(em, task, { ...change, to: decision.status });
  });
}

/** Gives a claimed run back to the head of its queue; the budget for infrastructure failures is untouched. */
export function releaseRun(db: Db, { run, reason, actor }: { run: RunRef; reason: string; actor: string }): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const task = await lockTask(em, run.taskId);
    if (task.attempt !== run.attempt || !task.attempt_open) return;
    await closeAttempt(em, task, { state: 'released', reason });
    await post(em, { kind: 'recordChanged', run });
    await requeueAtHead(em, task, { actor, reason, message: '', force: true });
  });
}

/** The next attempt of a locked task waits at the head of the queue it came from. */
async function requeueAtHead(
  em: Em,
  task: LockedTask,
  change: { actor: string; reason: string; message: string; force: boolean },
): Promise<void> {
  const queue = await findQueue(em, { id: task.queue });
  if (isPythonController(task)) await handOver(em, task, change.actor);
  await changeStatus(em, task, { ...change, to: 'queued' }, { queue: queue.id });
  // An attempt that was never claimed still has its entry.
  await removeEntry(em, task.id);
  await admit(em, task, { queue: queue.id, at: 'head' });
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

function endKind(end: AttemptEnd, lastLines: string): EndKind {
  switch (end.kind) {
    case 'executed':
      return end.outcome.kind === 'stopped' ? { kind: 'stopped', reason: 'stopped' } : { ...end.outcome, lastLines };
    case 'agentLost':
      return { kind: 'infrastructure', reason: 'worker lost' };
    case 'infrastructureFailed':
      return { kind: 'infrastructure', reason: `${end.stage}: ${end.message}` };
    case 'stageFailed':
    case 'stopped':
      return end;
  }
}

function exitCode(end: AttemptEnd): number | null {
  return end.kind === 'executed' && end.outcome.kind === 'exited' ? end.outcome.exitCode : null;
}
