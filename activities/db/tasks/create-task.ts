import type { ControllerKind } from '../../../workflows/contracts/controller.ts';
import { newId } from '../ids.ts';
import type { Db, Em } from '../orm.ts';
import { tables } from '../sql.ts';
import { checkReferences } from './check-references.ts';
import { columnsOf, type TaskContent } from './content.ts';

export interface CreateTaskInput {
  content: TaskContent & { name: string };
  userId: string;
  /** The kind of workflow that runs it; null and undefined for what agents run. */
  controller?: ControllerKind | null;
  /** GPUs that its agent must have; default 0. */
  gpusNeeded?: number;
}

/**
 * Makes a new task. Answers its id.
 * @throws Refusal `projectNotFound`, `taskNotFound` for a project or parent that does not exist
 */
export async function createTask(db: Db, input: CreateTaskInput): Promise<string> {
  const em = db.em.fork();
  await checkReferences(em, input.content);
  return insertTask(em, input);
}

/** Writes the row of a new task whose references are known to be good; its project has got something new. */
export async function insertTask(
  em: Em,
  { content, userId, controller = null, gpusNeeded = 0 }: CreateTaskInput,
): Promise<string> {
  const id = newId();
  const now = new Date();
  const row = {
    id,
    user_id: userId,
    project: '',
    ...columnsOf(content),
    controller,
    gpus_needed: gpusNeeded,
    created: now,
    last_update: now,
    last_change: now,
    last_changed_by: userId,
    status_changed: now,
  };
  await tables(em)
    .with('touched', (within) => within.updateTable('projects').set({ last_update: now }).where('id', '=', row.project))
    .insertInto('tasks')
    .values(row)
    .execute();
  return id;
}
