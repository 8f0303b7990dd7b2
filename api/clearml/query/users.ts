import { sql } from '../../../activities/db/sql.ts';
import { type Collection, dateAlways, type Field, pattern, text } from './collection.ts';

const FIELDS: Record<string, Field> = {
  id: text(sql`u.id`),
  name: pattern(sql`u.name`),
  created: dateAlways(sql`u.created`),
};

export const users: Collection = {
  name: 'users',
  from: sql`users u`,
  searched: ['id', 'name'],
  order: sql`u.created, u.id`,
  field: (path) => (Object.hasOwn(FIELDS, path) ? (FIELDS[path] ?? null) : null),
};
