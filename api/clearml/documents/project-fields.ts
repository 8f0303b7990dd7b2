import { sql } from '../../../activities/db/sql.ts';
import { BASENAME, PARENT } from '../query/projects.ts';
import { COMPANY } from './company.ts';
import { constant, type DocumentField, date, plain } from './document.ts';

export const PROJECT_FIELDS: readonly DocumentField[] = [
  plain('id', sql`p.id`),
  plain('name', sql`p.name`),
  plain('basename', BASENAME),
  plain('description', sql`p.description`),
  plain('user', sql`p.user_id`),
  constant('company', COMPANY.id),
  plain('parent', PARENT),
  plain('tags', sql`p.tags`),
  plain('system_tags', sql`p.system_tags`),
  plain('default_output_destination', sql`p.default_output_destination`),
  date('created', sql`p.created`),
  date('last_update', sql`p.last_update`),
];

/** Ids of the projects above, from the top down. */
export const PATH_FIELD: DocumentField = plain(
  'path',
  sql`array(select up.id from projects up where starts_with(p.name, up.name || '/') order by length(up.name))`,
);
