import { Refusal } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { sortTags } from '../tasks/content.ts';
import { parseProjectName } from './project-name.ts';

export interface CreateProjectInput {
  /** Full path: `parent/child`. */
  name: string;
  userId: string;
  description?: string | null | undefined;
  tags?: string[] | null | undefined;
  system_tags?: string[] | null | undefined;
  default_output_destination?: string | null | undefined;
}

/**
 * Makes a project, and those above it that are missing. Of several calls for one new name exactly one makes it.
 * @throws Refusal `notUnique` when it exists, `invalid` for a name without a part
 */
export function createProject(db: Db, input: CreateProjectInput): Promise<string> {
  return db.em.fork().transactional(async (em) => {
    const id = await insertPath(em, input);
    if (id) return id;
    throw new Refusal('notUnique', `Project with the same name already exists: name=${input.name}`, {
      field: 'name',
      data: { name: input.name },
    });
  });
}

/** Id of the project of that name, which is made when it is missing. */
export async function ensureProject(em: Em, input: CreateProjectInput): Promise<string> {
  const created = await insertPath(em, input);
  if (created) return created;
  const name = parseProjectName(input.name).join('/');
  const [existing] = await query<{ id: string }>(em, sql`select id from projects where name = ${name}`);
  if (!existing) throw new Refusal('projectNotFound', `Project ${name} was deleted meanwhile`, { field: 'project_name' });
  return existing.id;
}

/** From the top down, so that two calls which make overlapping paths wait for each other in one order. Null: it exists. */
async function insertPath(em: Em, input: CreateProjectInput): Promise<string | null> {
  const parts = parseProjectName(input.name);
  let id: string | null = null;
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const name = parts.slice(0, depth).join('/');
    id = await insertOne(em, depth === parts.length ? { ...input, name } : { name, userId: input.userId });
  }
  return id;
}

async function insertOne(
  em: Em,
  { name, userId, description, tags, system_tags, default_output_destination }: CreateProjectInput,
) {
  const [row] = await query<{ id: string }>(
    em,
    sql`insert into projects (id, name, description, user_id, tags, system_tags, default_output_destination, created, last_update)
        values (${newId()}, ${name}, ${description ?? ''}, ${userId}, ${sortTags(tags ?? [])}, ${sortTags(system_tags ?? [])},
          ${default_output_destination ?? null}, now(), now())
        on conflict (name) do nothing returning id`,
  );
  return row?.id ?? null;
}
