import { Refusal } from '../errors.ts';
import type { Db } from '../orm.ts';
import { query, type Sql, sql } from '../sql.ts';

const ARCHIVED = 'archived';

export interface TagChange {
  column: 'tags' | 'system_tags';
  add?: string[] | null | undefined;
  remove?: string[] | null | undefined;
}

/** Adds and removes tags of tasks or models, whatever their status. Answers the ids that exist. */
export async function changeTags(db: Db, table: 'tasks' | 'models', ids: string[], change: TagChange): Promise<string[]> {
  const column = sql.ref(change.column);
  const rows = await query<{ id: string }>(
    db.em.fork(),
    sql`update ${sql.table(table)} set ${column} = ${changedTags(column, change)}, last_change = now()
        where id = any(${ids}::text[]) returning id`,
  );
  return rows.map((row) => row.id);
}

const changedTags = (column: Sql, { add, remove }: TagChange): Sql =>
  sql`array(select distinct tag from unnest(${column} || ${add ?? []}::text[]) tag where tag <> all(${remove ?? []}::text[]) order by tag)`;

/**
 * Puts a task or model into the archive, or takes it out.
 * @throws Refusal `taskNotFound`, `modelNotFound`
 */
export async function setArchived(db: Db, table: 'tasks' | 'models', id: string, archived: boolean): Promise<void> {
  const change: TagChange = { column: 'system_tags', ...(archived ? { add: [ARCHIVED] } : { remove: [ARCHIVED] }) };
  const changed = await changeTags(db, table, [id], change);
  if (changed.length > 0) return;
  const kind = table === 'tasks' ? 'task' : 'model';
  throw new Refusal(`${kind}NotFound`, `Invalid ${kind} id: id=${id}`, { field: 'ids', data: { id } });
}
