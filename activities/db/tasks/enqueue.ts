import { startController } from '../controllers/start-controller.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { findEarlierStep } from '../pipelines/find-earlier-step.ts';
import { followStep } from '../pipelines/follow-python-step.ts';
import { isPythonController } from '../pipelines/is-python-controller.ts';
import { keepStep } from '../pipelines/keep-python-step.ts';
import { handOver } from '../pipelines/python-controllers.ts';
import { admission } from '../queues/admit.ts';
import { findQueue } from '../queues/find-queue.ts';
import { type Sql, sql } from '../sql.ts';
import { changeStatus, type StatusFields } from './change-status.ts';
import { type LockedTask, lockTask, readLocked } from './lock.ts';

export interface EnqueueInput {
  task: string;
  /** The transaction itself has made it, so that nobody else knows of it. */
  isNew?: boolean;
  /** Queue id; else `queueName`; else the default queue. */
  queue?: string | null | undefined;
  queueName?: string | null | undefined;
  actor: string;
  reason?: string | undefined;
  message?: string | undefined;
  force?: boolean | undefined;
}

export interface EnqueueResult {
  queue: string;
  fields: StatusFields & { 'execution.queue': string; enqueue_status: string };
}

/**
 * Puts a task at the end of a queue and opens its next attempt, in one transaction.
 * @throws Refusal `taskNotFound`, `queueNotFound`, `taskAlreadyQueued`, `taskStatus`
 */
export function enqueue(db: Db, input: EnqueueInput): Promise<EnqueueResult> {
  return db.em.fork().transactional((em) => enqueueWithin(em, input));
}

/** `enqueue` in the caller's transaction. */
export async function enqueueWithin(em: Em, input: EnqueueInput): Promise<EnqueueResult> {
  const queue = await findQueue(em, { id: input.queue ?? null, name: input.queueName ?? null });
  const task = await (input.isNew ? readLocked : lockTask)(em, input.task);
  if (task.status === 'queued') throw alreadyQueued(task.id, task.queue);
  if (task.controller) return startAtOnce(em, task, { ...input, queue: queue.id });
  const enqueueStatus = task.status;
  if (enqueueStatus !== 'created' && isPythonController(task)) await handOver(em, task, input.actor);
  const earlier = input.isNew ? null : await findEarlierStep(em, task);
  const { attempt, writes } = earlier ? { attempt: task.attempt, writes: [] } : admission(task, { queue: queue.id, at: 'end' });
  const also = {
    queue: queue.id,
    enqueue_status: enqueueStatus,
    infrastructure_failures: 0,
    attempt,
    ...withoutDevelopment(task),
  };
  const fields = await changeStatus(em, task, { ...input, to: 'queued' }, also, writes);
  if (earlier) await (earlier.runs ? followStep : keepStep)(em, task, earlier.task);
  return { queue: queue.id, fields: { ...fields, 'execution.queue': queue.id, enqueue_status: enqueueStatus } };
}

/** A controller needs no agent: the queue that it is put into is a matter of form. */
async function startAtOnce(em: Em, task: LockedTask, input: EnqueueInput & { queue: string }): Promise<EnqueueResult> {
  const enqueueStatus = task.status;
  const fields = await startController(em, task, input);
  return { queue: input.queue, fields: { ...fields, 'execution.queue': input.queue, enqueue_status: enqueueStatus } };
}

/** `development` marks a process that its user has started himself. */
const withoutDevelopment = ({ system_tags }: LockedTask): Record<string, Sql> =>
  system_tags.includes('development') ? { system_tags: sql`array_remove(system_tags, 'development')` } : {};

function alreadyQueued(id: string, queue: string | null): Refusal {
  return new Refusal('taskAlreadyQueued', `task ${id} waits already in queue ${queue}`, { field: 'task', data: { id, queue } });
}
