import { sql } from '../../../activities/db/sql.ts';
import { type Collection, dateAlways, type Field, list, pattern, text } from './collection.ts';
import { jsonText } from './json-field.ts';
import { splitPath } from './projection.ts';

const FIELDS: Record<string, Field> = {
  id: text(sql`q.id`),
  name: pattern(sql`q.name`),
  display_name: pattern(sql`q.display_name`),
  user: text(sql`q.user_id`),
  tags: list(sql`q.tags`),
  system_tags: list(sql`q.system_tags`),
  created: dateAlways(sql`q.created`),
  last_update: dateAlways(sql`q.last_update`),
};

export const queues: Collection = {
  name: 'queues',
  from: sql`queues q`,
  searched: ['id', 'name', 'display_name', 'tags'],
  systemTags: sql`q.system_tags`,
  order: sql`q.created, q.id`,
  field(path) {
    if (Object.hasOwn(FIELDS, path)) return FIELDS[path] ?? null;
    const [root = '', ...rest] = splitPath(path);
    return root === 'metadata' && rest.length > 0 ? jsonText(sql`q.metadata`, rest) : null;
  },
};
