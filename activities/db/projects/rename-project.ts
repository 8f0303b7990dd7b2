import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql, sqlState } from '../sql.ts';
import { ensureProject } from './create-project.ts';
import { LONGEST_PROJECT_NAME, parseProjectName, tooLong } from './project-name.ts';

const UNIQUE_VIOLATION = '23505';

/** @throws Refusal `projectNotFound` */
export async function lockProject(em: Em, id: string): Promise<{ id: string; name: string }> {
  const [project] = await query<{ id: string; name: string }>(em, sql`select id, name from projects where id = ${id} for update`);
  if (!project) throw new Refusal('projectNotFound', `Invalid project id: id=${id}`, { field: 'project', data: { id } });
  return project;
}

/**
 * Puts a project under another one, or at the top, with all that is below it. Answers how many projects moved.
 * @throws Refusal `projectNotFound`, `notUnique`, `invalid` for a place below itself
 */
export function moveProject(
  db: Db,
  { project, location, userId }: { project: string; location: string; userId: string },
): Promise<number> {
  return db.em.fork().transactional(async (em) => {
    const { id, name } = await lockProject(em, project);
    const basename = name.slice(name.lastIndexOf('/') + 1);
    const place = location.trim() === '' ? [] : parseProjectName(location, 'new_location');
    return renameProject(em, { id, from: name, to: [...place, basename].join('/'), userId });
  });
}

export interface RenameInput {
  id: string;
  from: string;
  to: string;
  userId: string;
}

/** Gives a locked project another path; those below follow. */
export async function renameProject(em: Em, { from, to, userId }: RenameInput): Promise<number> {
  if (to === from) return 0;
  if (to.startsWith(`${from}/`))
    throw new Refusal('invalid', `Validation error (a project cannot be moved below itself: ${from} to ${to})`, {
      field: 'name',
    });
  await checkLengths(em, { from, to });
  const parent = to.slice(0, Math.max(to.lastIndexOf('/'), 0));
  if (parent) await ensureProject(em, { name: parent, userId });
  try {
    const moved = await query(
      em,
      sql`update projects set name = ${to} || substr(name, ${from.length + 1}::int), last_update = now()
          where name = ${from} or starts_with(name, ${`${from}/`}) returning id`,
    );
    return moved.length;
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    throw new Refusal('notUnique', `Project with the same name already exists: name=${to}`, {
      field: 'name',
      data: { name: to },
    });
  }
}

/** Those below get longer as well. */
async function checkLengths(em: Em, { from, to }: Pick<RenameInput, 'from' | 'to'>): Promise<void> {
  const [row] = await query<{ longest: number | null }>(
    em,
    sql`select max(char_length(name)) as longest from projects where name = ${from} or starts_with(name, ${`${from}/`})`,
  );
  const longest = (row?.longest ?? from.length) - from.length + to.length;
  if (longest > LONGEST_PROJECT_NAME && to.length > from.length) throw tooLong(longest);
}
