import { newId } from '../../activities/db/ids.ts';
import type { Db } from '../../activities/db/orm.ts';

/** A draft task, as `tasks.create` would leave it. Answers its id. */
export async function createTask(
  db: Db,
  { name = 'task', script = {}, user = 'u' }: { name?: string; script?: Record<string, unknown>; user?: string } = {},
): Promise<string> {
  const id = newId();
  await db.em
    .fork()
    .execute(
      `insert into tasks (id, name, project, user_id, script, created, last_update, last_change, status_changed) values (?, ?, 'p', ?, ?, now(), now(), now(), now())`,
      [id, name, user, JSON.stringify(script)],
    );
  return id;
}

export async function createQueue(db: Db, name: string): Promise<string> {
  const id = newId();
  await db.em
    .fork()
    .execute(`insert into queues (id, name, user_id, created, last_update) values (?, ?, 'u', now(), now())`, [id, name]);
  return id;
}

export interface TaskView {
  status: string;
  status_reason: string;
  status_message: string;
  attempt: number;
  last_worker: string | null;
  started: Date | null;
  completed: Date | null;
}

export async function viewTask(db: Db, id: string): Promise<TaskView> {
  const [task] = await db.em
    .fork()
    .execute<TaskView[]>(
      'select status, status_reason, status_message, attempt, last_worker, started, completed from tasks where id = ?',
      [id],
    );
  if (!task) throw new Error(`no task ${id}`);
  return task;
}

export interface AttemptView {
  number: number;
  state: string;
  kind: string;
  worker: string | null;
  ended: Date | null;
}

export function viewAttempts(db: Db, task: string): Promise<AttemptView[]> {
  return db.em
    .fork()
    .execute<AttemptView[]>('select number, state, kind, worker, ended from attempts where task = ? order by number', [task]);
}
