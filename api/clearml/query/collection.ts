import type { Sql } from '../../../activities/db/sql.ts';

/** How a field of a document is asked for. */
export type Field =
  /** `pattern`: a text in the request is a regular expression; else it is a value. */
  | { kind: 'text'; sql: Sql; pattern?: true; sort?: Sql }
  | { kind: 'list'; sql: Sql; sort?: Sql }
  /** `always`: every document has it, so that an index gives its order. */
  | { kind: 'date'; sql: Sql; sort?: Sql; always?: true }
  | { kind: 'number'; sql: Sql; sort?: Sql }
  | { kind: 'boolean'; sql: Sql; sort?: Sql };

/** A kind of document that `get_all` searches. */
export interface Collection {
  name: 'tasks' | 'models' | 'projects' | 'queues' | 'users';
  /** From which rows: table and alias. */
  from: Sql;
  /** Field at a dotted path; null when documents have none of that name. */
  field(path: string): Field | null;
  /** Fields that `search_text` looks through. */
  searched: readonly string[];
  /** System tags, by which documents are hidden; absent when none ever is. */
  systemTags?: Sql;
  /** Order when the request asks for none, and among equals: unique. */
  order: Sql;
}

export const text = (sql: Sql): Field => ({ kind: 'text', sql });
export const pattern = (sql: Sql): Field => ({ kind: 'text', sql, pattern: true });
export const list = (sql: Sql): Field => ({ kind: 'list', sql });
export const date = (sql: Sql): Field => ({ kind: 'date', sql });
export const dateAlways = (sql: Sql): Field => ({ kind: 'date', sql, always: true });
export const number = (sql: Sql): Field => ({ kind: 'number', sql });
export const boolean = (sql: Sql): Field => ({ kind: 'boolean', sql });
