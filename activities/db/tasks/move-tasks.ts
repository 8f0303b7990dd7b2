import { Refusal } from '../errors.ts';
import type { Db } from '../orm.ts';
import { ensureProject } from '../projects/create-project.ts';
import { query, sql } from '../sql.ts';
import { checkReferences } from './check-references.ts';

export interface MoveInput {
  ids: string[];
  userId: string;
  /** Id of the project to move to; or `projectName`, which is made when it is missing. */
  project?: string | null | undefined;
  projectName?: string | null | undefined;
}

/**
 * Moves tasks or models into a project. Answers the project's id.
 * @throws Refusal `invalid` when no project is named, `projectNotFound`
 */
export function moveToProject(
  db: Db,
  table: 'tasks' | 'models',
  { ids, userId, project, projectName }: MoveInput,
): Promise<string> {
  return db.em.fork().transactional(async (em) => {
    if (!project && !projectName)
      throw new Refusal('invalid', 'Validation error (project or project_name is required)', { field: 'project' });
    await checkReferences(em, { project });
    const target = project || (await ensureProject(em, { name: projectName ?? '', userId }));
    await query(em, sql`update ${sql.table(table)} set project = ${target}, last_change = now() where id = any(${ids}::text[])`);
    return target;
  });
}
