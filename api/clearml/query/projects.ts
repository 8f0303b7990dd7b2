import { sql } from '../../../activities/db/sql.ts';
import { type Collection, dateAlways, type Field, list, pattern, text } from './collection.ts';

/** Id of the project one step up; null at the top. */
export const PARENT = sql`(select up.id from projects up where up.name = regexp_replace(p.name, '/[^/]*$', '') and up.id <> p.id)`;
/** Last part of the name. */
export const BASENAME = sql`regexp_replace(p.name, '^.*/', '')`;

const FIELDS: Record<string, Field> = {
  id: text(sql`p.id`),
  name: pattern(sql`p.name`),
  basename: pattern(BASENAME),
  description: pattern(sql`p.description`),
  user: text(sql`p.user_id`),
  'user.name': text(sql`(select u.name from users u where u.id = p.user_id)`),
  parent: text(PARENT),
  tags: list(sql`p.tags`),
  system_tags: list(sql`p.system_tags`),
  created: dateAlways(sql`p.created`),
  last_update: dateAlways(sql`p.last_update`),
  default_output_destination: text(sql`p.default_output_destination`),
};

export const projects: Collection = {
  name: 'projects',
  from: sql`projects p`,
  searched: ['id', 'name', 'description', 'tags'],
  systemTags: sql`p.system_tags`,
  order: sql`p.created, p.name, p.id`,
  field: (path) => (Object.hasOwn(FIELDS, path) ? (FIELDS[path] ?? null) : null),
};
