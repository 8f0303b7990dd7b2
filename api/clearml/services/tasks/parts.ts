import type { Em } from '../../../../activities/db/orm.ts';
import { query, sql } from '../../../../activities/db/sql.ts';
import type { TaskParts } from '../../../../activities/db/tasks/edit-parts.ts';

/** One part of several tasks; tasks that do not exist are left out. */
export const readParts = <Part extends keyof TaskParts>(
  em: Em,
  tasks: string[],
  part: Part,
): Promise<{ id: string; part: TaskParts[Part] }[]> =>
  query(em, sql`select id, ${sql.ref(part)} as part from tasks where id = any(${tasks}::text[]) order by created, id`);
