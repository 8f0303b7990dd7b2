import { Refusal } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql, tables } from '../sql.ts';
import { checkReferences } from '../tasks/check-references.ts';
import { type ModelContent, modelColumns } from './model-content.ts';

/**
 * Makes a new model. Answers its id.
 * @throws Refusal `projectNotFound`, `taskNotFound`, `modelNotFound` for what it refers to
 */
export async function createModel(
  db: Db,
  { content, userId }: { content: ModelContent & { name: string; uri: string }; userId: string },
): Promise<string> {
  const em = db.em.fork();
  await checkModelReferences(em, content);
  const id = newId();
  const now = new Date();
  const row = { id, user_id: userId, ...modelColumns(content), created: now, last_update: now, last_change: now };
  await tables(em).insertInto('models').values(row).execute();
  return id;
}

export interface EditModelInput {
  model: string;
  content: ModelContent;
  /** Iteration at which the weights were stored. */
  iteration?: number | null | undefined;
}

/**
 * Replaces each field that is given. Answers when.
 * @throws Refusal `modelNotFound`, `projectNotFound`, `taskNotFound`
 */
export async function editModel(db: Db, { model, content, iteration }: EditModelInput): Promise<Date> {
  const em = db.em.fork();
  await checkModelReferences(em, content);
  const now = new Date();
  const columns: Record<string, unknown> = { ...modelColumns(content), last_update: now, last_change: now };
  if (iteration !== undefined && iteration !== null) columns.last_iteration = sql`greatest(last_iteration, ${iteration})`;
  const edited = await tables(em).updateTable('models').set(columns).where('id', '=', model).returning('id').execute();
  if (edited.length === 0) throw modelNotFound(model);
  return now;
}

async function checkModelReferences(em: Em, { project, task, parent }: ModelContent): Promise<void> {
  await checkReferences(em, { project, parent: task });
  if (!parent) return;
  const [found] = await query(em, sql`select 1 from models where id = ${parent}`);
  if (!found) throw modelNotFound(parent, 'parent');
}

export const modelNotFound = (id: string, field = 'model'): Refusal =>
  new Refusal('modelNotFound', `Invalid model id: id=${id}`, { field, data: { id } });
