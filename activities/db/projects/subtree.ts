import { type Sql, sql } from '../sql.ts';

/** Whether a project id is one of `projects`, or that of a project below them. */
export function inProjects(column: Sql, projects: readonly string[], { below }: { below: boolean }): Sql {
  if (!below) return sql`${column} = any(${projects}::text[])`;
  return sql`${column} in (
    select d.id from projects d join projects top on top.id = any(${projects}::text[]) and (d.id = top.id or starts_with(d.name, top.name || '/')))`;
}
