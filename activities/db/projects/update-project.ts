import type { Db } from '../orm.ts';
import { tables } from '../sql.ts';
import { sortTags } from '../tasks/content.ts';
import { parseProjectName } from './project-name.ts';
import { lockProject, renameProject } from './rename-project.ts';

export interface UpdateProjectInput {
  project: string;
  userId: string;
  name?: string | null | undefined;
  description?: string | null | undefined;
  tags?: string[] | null | undefined;
  system_tags?: string[] | null | undefined;
  default_output_destination?: string | null | undefined;
}

/**
 * Changes what is given; a new name moves those below too.
 * @throws Refusal `projectNotFound`, `notUnique`, `invalid`
 */
export function updateProject(db: Db, { project, userId, name, ...given }: UpdateProjectInput): Promise<Record<string, unknown>> {
  return db.em.fork().transactional(async (em) => {
    const { id, name: from } = await lockProject(em, project);
    const to = name ? parseProjectName(name).join('/') : from;
    await renameProject(em, { id, from, to, userId });
    const columns = changedColumns(given);
    if (Object.keys(columns).length > 0) {
      await tables(em)
        .updateTable('projects')
        .set({ ...columns, last_update: new Date() })
        .where('id', '=', id)
        .execute();
    }
    return to === from ? columns : { name: to, ...columns };
  });
}

function changedColumns(given: Omit<UpdateProjectInput, 'project' | 'userId' | 'name'>): Record<string, unknown> {
  const columns = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(columns.map(([name, value]) => [name, Array.isArray(value) ? sortTags(value) : value]));
}
