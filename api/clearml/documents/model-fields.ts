import { sql } from '../../../activities/db/sql.ts';
import { COMPANY } from './company.ts';
import { constant, type DocumentField, date, json, plain } from './document.ts';

/** The fields of a model document, `last_metrics` excepted. */
export const MODEL_FIELDS: readonly DocumentField[] = [
  plain('id', sql`m.id`),
  plain('name', sql`m.name`),
  plain('uri', sql`m.uri`),
  plain('framework', sql`m.framework`),
  json('design', sql`m.design`),
  json('labels', sql`m.labels`),
  json('metadata', sql`m.metadata`),
  plain('comment', sql`m.comment`),
  plain('tags', sql`m.tags`),
  plain('system_tags', sql`m.system_tags`),
  plain('project', sql`m.project`),
  plain('task', sql`m.task`),
  plain('parent', sql`m.parent`),
  plain('user', sql`m.user_id`),
  constant('company', COMPANY.id),
  plain('ready', sql`m.ready`),
  plain('last_iteration', sql`m.last_iteration`),
  date('created', sql`m.created`),
  date('last_update', sql`m.last_update`),
  date('last_change', sql`m.last_change`),
];
