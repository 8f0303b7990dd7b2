import { Refusal } from '../errors.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { editPart } from './edit-parts.ts';

export type ModelSide = 'input' | 'output';

export interface PutModelInput {
  task: string;
  userId: string;
  side: ModelSide;
  name: string;
  model: string;
  /** Iteration at which the model was made. */
  iteration?: number | null | undefined;
}

/**
 * Links a model to a task under a name; an earlier model of that name and side loses the link.
 * @throws Refusal `taskNotFound`, `modelNotFound`
 */
export async function putModel(db: Db, { task, userId, side, name, model, iteration }: PutModelInput): Promise<void> {
  const em = db.em.fork();
  const [found] = await query(em, sql`select 1 from models where id = ${model}`);
  if (!found) throw new Refusal('modelNotFound', `Invalid model id: id=${model}`, { field: 'model', data: { id: model } });
  await editPart(db, {
    task,
    part: 'models',
    userId,
    change: (before) => ({ ...before, [side]: [...before[side].filter((item) => item.name !== name), { name, model }] }),
  });
  if (iteration)
    await query(em, sql`update tasks set last_iteration = greatest(last_iteration, ${iteration}) where id = ${task}`);
}

/** @throws Refusal `taskNotFound` */
export function removeModels(
  db: Db,
  { task, userId, models }: { task: string; userId: string; models: { name: string; side: ModelSide }[] },
): Promise<void> {
  const keep = (side: ModelSide) => (item: { name: string }) =>
    !models.some((model) => model.side === side && model.name === item.name);
  return editPart(db, {
    task,
    part: 'models',
    userId,
    change: ({ input, output }) => ({ input: input.filter(keep('input')), output: output.filter(keep('output')) }),
  });
}
