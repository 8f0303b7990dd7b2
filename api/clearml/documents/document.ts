import { type Sql, sql } from '../../../activities/db/sql.ts';
import { byFirst, type Paths, type Projection, pathsOf, pick } from '../query/projection.ts';
import { wireDate } from './wire-date.ts';

export type Document = Record<string, unknown>;

/** One field of a kind of document: which columns it needs, and how it is read from them. */
export interface DocumentField {
  name: string;
  columns(paths: Paths): Sql[];
  /** Undefined and null leave the field out. */
  read(values: unknown[], paths: Paths): unknown;
}

export const plain = (name: string, column: Sql): DocumentField => ({
  name,
  columns: () => [column],
  read: ([value]) => value,
});

export const date = (name: string, column: Sql): DocumentField => ({
  name,
  columns: () => [column],
  read: ([value]) => wireDate(value),
});

export const constant = (name: string, value: unknown): DocumentField => ({ name, columns: () => [], read: () => value });

/** A `jsonb` column. Of a large one only the keys that are asked for are fetched. */
export const json = (name: string, column: Sql): DocumentField => ({
  name,
  columns: (paths) => (paths === 'whole' ? [column] : [...byFirst(paths).keys()].map((key) => sql`${column} -> ${key}`)),
  read: (values, paths) => (paths === 'whole' ? values[0] : readKeys(values, paths)),
});

/** The dictionary is there, empty, when it lacks the keys: clients reach through it. */
export function readKeys(values: unknown[], paths: string[][]): Document {
  const document: Document = {};
  for (const [index, [key, below]] of [...byFirst(paths)].entries()) {
    const value = values[index];
    if (value !== null && value !== undefined) document[key] = pick(value, below);
  }
  return document;
}

export interface Selection {
  /** Columns for `select`. */
  columns: Sql;
  read(row: Record<string, unknown>): Document;
}

/** The columns that a projection needs, and the reader of their rows. */
export function selectFields(fields: readonly DocumentField[], projection: Projection): Selection {
  const columns: Sql[] = [];
  const readers: ((row: Record<string, unknown>, document: Document) => void)[] = [];
  for (const field of fields) {
    const paths = pathsOf(projection, field.name);
    if (!paths) continue;
    const names = field.columns(paths).map((column) => {
      const name = `c${columns.length}`;
      columns.push(sql`${column} as ${sql.ref(name)}`);
      return name;
    });
    readers.push((row, document) => {
      const value = field.read(
        names.map((name) => row[name]),
        paths,
      );
      if (value !== undefined && value !== null) document[field.name] = value;
    });
  }
  return {
    columns: sql.join(columns),
    read(row) {
      const document: Document = {};
      for (const read of readers) read(row, document);
      return document;
    },
  };
}
