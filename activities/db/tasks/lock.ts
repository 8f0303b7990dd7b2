import type { ControllerKind } from '../../../workflows/contracts/controller.ts';
import type { TaskStatus } from '../../../workflows/domain/task-status.ts';
import type { AttemptKind } from '../entities/attempt.entity.ts';
import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { STOPPING } from './stopping.ts';

/** The part of a task on which decisions about its status rest. */
export interface LockedTask {
  id: string;
  name: string;
  status: TaskStatus;
  project: string;
  parent: string | null;
  controller: ControllerKind | null;
  queue: string | null;
  enqueue_status: TaskStatus | null;
  attempt: number;
  infrastructure_retries: number;
  infrastructure_failures: number;
  system_tags: string[];
  last_worker: string | null;
  /** It runs, and its runner was asked to stop. */
  stopping: boolean;
  last_update: Date;
  started: Date | null;
  /** End of the newest attempt; null while it is open or when there is none. */
  attempt_open: boolean;
  attempt_kind: AttemptKind | null;
}

/**
 * Locks a task for the rest of the transaction: all changes of one task happen one after the other.
 * @throws Refusal `taskNotFound`
 */
export async function lockTask(em: Em, id: string): Promise<LockedTask> {
  return (await lockIfThere(em, id)) ?? refuseMissing(id);
}

/** `lockTask` for a task that may have been deleted: null then. */
export async function lockIfThere(em: Em, id: string): Promise<LockedTask | null> {
  // Entry before task, as a claim takes them: two transactions never wait for each other.
  await em.execute(
    `with entry as materialized (select 1 from queue_entries where task = ? for update)
     select 1 from tasks where id = ? and (select count(*) from entry) >= 0 for update`,
    [id, id],
  );
  return findLocked(em, id);
}

/**
 * Reads a task that the transaction has locked: in a statement of its own, which sees what was committed while it waited.
 * @throws Refusal `taskNotFound`
 */
export async function readLocked(em: Em, id: string): Promise<LockedTask> {
  return (await findLocked(em, id)) ?? refuseMissing(id);
}

async function findLocked(em: Em, id: string): Promise<LockedTask | null> {
  const [task] = await em.execute<(Omit<LockedTask, 'last_update'> & { last_update: string })[]>(
    `select t.id, t.name, t.status, t.project, t.parent, t.controller, t.queue, t.enqueue_status, t.attempt, t.infrastructure_retries,
       t.infrastructure_failures, t.system_tags, t.last_worker, t.last_update, t.started,
       t.status = 'in_progress' and t.status_message = '${STOPPING}' as stopping, a.number is not null as attempt_open, a.kind as attempt_kind
     from tasks t left join attempts a on a.task = t.id and a.number = t.attempt and a.ended is null
     where t.id = ?`,
    [id],
  );
  return task ? { ...task, last_update: new Date(task.last_update) } : null;
}

function refuseMissing(id: string): never {
  throw new Refusal('taskNotFound', `task ${id} does not exist`, { field: 'task', data: { id } });
}
