import { Refusal } from '../errors.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { lockProject, renameProject } from './rename-project.ts';

export interface MergeResult {
  movedEntities: number;
  movedProjects: number;
}

/**
 * Moves all that a project holds into another one, and deletes it.
 * @throws Refusal `projectNotFound`, `notUnique` when both have a child of one name, `invalid`
 */
export function mergeProject(db: Db, { project, destination, userId }: { project: string; destination: string; userId: string }) {
  return db.em.fork().transactional(async (em): Promise<MergeResult> => {
    const source = await lockProject(em, project);
    const target = await lockProject(em, destination);
    if (source.id === target.id || target.name.startsWith(`${source.name}/`))
      throw new Refusal('invalid', 'Validation error (a project cannot be merged into itself or below itself)', {
        field: 'destination_project',
      });
    const tasks = await query(em, sql`update tasks set project = ${target.id} where project = ${source.id} returning id`);
    const models = await query(em, sql`update models set project = ${target.id} where project = ${source.id} returning id`);
    const children = await query<{ id: string; name: string }>(
      em,
      sql`select id, name from projects where starts_with(name, ${`${source.name}/`}) and strpos(substr(name, ${source.name.length + 2}::int), '/') = 0`,
    );
    let movedProjects = 0;
    for (const child of children) {
      const to = `${target.name}/${child.name.slice(source.name.length + 1)}`;
      movedProjects += await renameProject(em, { id: child.id, from: child.name, to, userId });
    }
    await query(em, sql`delete from projects where id = ${source.id}`);
    return { movedEntities: tasks.length + models.length, movedProjects };
  });
}
