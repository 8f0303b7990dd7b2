import { type Sql, sql } from '../sql.ts';

/** Whether a model is the input of a task other than the one given. */
export const usedByOtherTask = (model: Sql, task: string | null): Sql =>
  sql`exists (select from tasks user_task where user_task.id is distinct from ${task}
    and user_task.models -> 'input' @> jsonb_build_array(jsonb_build_object('model', ${model})))`;
