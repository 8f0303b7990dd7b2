import { type Sql, sql } from '../../../activities/db/sql.ts';
import type { Collection } from './collection.ts';

/** The order that a request asks for. What is missing sorts as the smallest; paths that documents do not have are ignored. */
export function compileOrder(collection: Collection, orderBy: string | readonly string[] | null | undefined): Sql {
  const paths = typeof orderBy === 'string' ? [orderBy] : (orderBy ?? []);
  const keys = paths.map((path) => orderKey(collection, path)).filter((key) => key !== null);
  return sql.join([...keys, collection.order]);
}

function orderKey(collection: Collection, path: string): Sql | null {
  const descending = path.startsWith('-');
  const field = collection.field(path.replace(/^[-+]/, ''));
  if (!field) return null;
  if (field.kind === 'date' && field.always) return descending ? sql`${field.sql} desc` : field.sql;
  const direction = descending ? sql`desc nulls last` : sql`asc nulls first`;
  const key = field.kind === 'text' && !field.sort ? sql`(${field.sql}) collate "C"` : (field.sort ?? field.sql);
  return sql`${key} ${direction}`;
}
