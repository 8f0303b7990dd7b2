import { mayChange, nextStatuses, type TaskStatus } from '../../../workflows/domain/task-status.ts';
import { tellingController } from '../controllers/tell-controller.ts';
import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { posting } from '../outbox/post.ts';
import { isPythonController } from '../pipelines/is-python-controller.ts';
import { type Sql, sql, writeTogether } from '../sql.ts';
import type { LockedTask } from './lock.ts';

export interface StatusChange {
  to: TaskStatus;
  /** Who did it: `user:<id>`, `worker:<id>` or `server`. */
  actor: string;
  reason?: string;
  message?: string;
  /** Skips the state machine. */
  force?: boolean;
}

/** The fields that a change has set, as ClearML answers them. */
export interface StatusFields {
  status: TaskStatus;
  status_reason: string;
  status_message: string;
  status_changed: Date;
  last_update: Date;
  last_change: Date;
  last_changed_by: string;
  started?: Date | null;
  completed?: Date | null;
  published?: Date | null;
}

/**
 * The one place that writes a task's status. The task must be locked in this transaction (`lockTask`).
 * Columns that change with it are given in `also`, statements that write other rows in `beside`: all takes one way to Postgres.
 * @throws Refusal `taskStatus` when the state machine forbids the change and it is not forced
 */
export async function changeStatus(
  em: Em,
  task: LockedTask,
  change: StatusChange,
  also: Record<string, string | number | null | Sql> = {},
  beside: readonly Sql[] = [],
): Promise<StatusFields> {
  checkAllowed(task, change);
  const now = new Date();
  const fields: StatusFields = {
    status: change.to,
    status_reason: change.reason ?? '',
    status_message: change.message ?? '',
    status_changed: now,
    last_update: now,
    last_change: now,
    last_changed_by: change.actor.replace(/^(user|worker):/, ''),
    ...timesOf(task, change.to, now),
  };
  const columns = Object.entries({ ...fields, ...also }).map(([name, value]) => sql`${sql.ref(name)} = ${value}`);
  await writeTogether(em, [
    sql`update tasks set ${sql.join(columns)}, version = version + 1 where id = ${task.id}`,
    ...tellingController(task, change),
    ...(ENDED.includes(change.to) && isPythonController(task) ? [posting({ kind: 'settleSteps', task: task.id })] : []),
    ...beside,
    sql`insert into task_transitions (task, at, from_status, to_status, actor, reason, message, attempt)
      values (${task.id}, ${now}, ${task.status}, ${change.to}, ${change.actor}, ${fields.status_reason}, ${fields.status_message},
        ${task.attempt})`,
  ]);
  task.status = change.to;
  return fields;
}

const ENDED: TaskStatus[] = ['completed', 'failed', 'stopped'];

function checkAllowed(task: LockedTask, { to, force = false }: StatusChange): void {
  if (force || mayChange(task.status, to)) return;
  const allowed = nextStatuses(task.status).join(', ') || 'nothing';
  throw new Refusal('taskStatus', `task ${task.id} is ${task.status} and may not become ${to}; allowed: ${allowed}`, {
    field: 'status',
    data: { id: task.id, current_status: task.status, new_status: to },
  });
}

function timesOf(task: LockedTask, to: TaskStatus, now: Date): Partial<StatusFields> {
  switch (to) {
    case 'in_progress':
      return task.status === 'in_progress' && task.started ? {} : { started: now, completed: null };
    case 'stopped':
    case 'failed':
    case 'completed':
      return task.status === to ? {} : { completed: now };
    case 'published':
      return { published: now };
    case 'created':
      return task.status === 'queued' ? {} : { started: null, completed: null };
    default:
      return {};
  }
}
