import { sql } from '../../../activities/db/sql.ts';
import { COMPANY } from './company.ts';
import { constant, type DocumentField, date, json, plain } from './document.ts';
import { wireDate } from './wire-date.ts';

/** The waiting tasks in their order, up to `limit`. */
const entries = (limit: number | null): DocumentField => ({
  name: 'entries',
  columns: () => [
    sql`(select coalesce(json_agg(json_build_object('task', e.task, 'added', e.added::text) order by e.position), '[]')
         from (select * from queue_entries where queue = q.id order by position limit ${limit}::bigint) e)`,
  ],
  read: ([rows]) => (rows as { task: string; added: string }[]).map(({ task, added }) => ({ task, added: wireDate(added) })),
});

export const queueFields = (maxEntries: number | null): readonly DocumentField[] => [
  plain('id', sql`q.id`),
  plain('name', sql`q.name`),
  plain('display_name', sql`q.display_name`),
  plain('user', sql`q.user_id`),
  constant('company', COMPANY.id),
  plain('tags', sql`q.tags`),
  plain('system_tags', sql`q.system_tags`),
  json('metadata', sql`q.metadata`),
  entries(maxEntries),
  date('created', sql`q.created`),
  date('last_update', sql`q.last_update`),
];
