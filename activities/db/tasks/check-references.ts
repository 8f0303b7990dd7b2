import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/**
 * Checks that what a task refers to is there.
 * @throws Refusal `projectNotFound`, `taskNotFound`
 */
export async function checkReferences(
  em: Em,
  { project, parent }: { project?: string | null | undefined; parent?: string | null | undefined },
): Promise<void> {
  if (!project && !parent) return;
  const [found] = await query<{ project: boolean; parent: boolean }>(
    em,
    sql`select exists (select from projects where id = ${project ?? ''}) as project,
          exists (select from tasks where id = ${parent ?? ''}) as parent`,
  );
  if (project && !found?.project)
    throw new Refusal('projectNotFound', `Invalid project id: id=${project}`, { field: 'project', data: { id: project } });
  if (parent && !found?.parent)
    throw new Refusal('taskNotFound', `Invalid task id: parent=${parent}`, { field: 'parent', data: { id: parent } });
}
