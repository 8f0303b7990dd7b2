import type { TaskStatus } from '../../../workflows/domain/task-status.ts';
import type { Artifact, ConfigurationItem, HyperParameter, TaskModel } from '../entities/task.entity.ts';
import { Refusal } from '../errors.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { notEditable } from './edit-task.ts';

/** The parts of a task that are edited piece by piece. */
export interface TaskParts {
  hyperparams: Record<string, Record<string, HyperParameter>>;
  configuration: Record<string, ConfigurationItem>;
  artifacts: Artifact[];
  models: { input: TaskModel[]; output: TaskModel[] };
  script: Record<string, unknown>;
}

export interface EditPartInput<Part extends keyof TaskParts> {
  task: string;
  part: Part;
  userId: string;
  /** Statuses in which the edit is allowed; any when absent. */
  allowed?: readonly TaskStatus[] | undefined;
  change(before: TaskParts[Part]): TaskParts[Part];
}

/**
 * Changes one part of a task as a function of what it was; edits of the same task follow one another.
 * @throws Refusal `taskNotFound`, `taskStatus`
 */
export function editPart<Part extends keyof TaskParts>(db: Db, input: EditPartInput<Part>): Promise<void> {
  const { task, part, userId, allowed, change } = input;
  return db.em.fork().transactional(async (em) => {
    const column = sql.ref(part);
    const [row] = await query<{ status: TaskStatus; part: TaskParts[Part] }>(
      em,
      sql`select status, ${column} as part from tasks where id = ${task} for update`,
    );
    if (!row) throw new Refusal('taskNotFound', `Invalid task id: id=${task}`, { field: 'task', data: { id: task } });
    if (allowed && !allowed.includes(row.status)) throw await notEditable(em, task);
    await query(
      em,
      sql`update tasks set ${column} = ${JSON.stringify(change(row.part))}::jsonb, last_update = now(), last_change = now(),
            last_changed_by = ${userId} where id = ${task}`,
    );
  });
}

export const DRAFT_ONLY: readonly TaskStatus[] = ['created'];
export const WHILE_RUNNING: readonly TaskStatus[] = ['created', 'in_progress'];
