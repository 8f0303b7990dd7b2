import { sql } from '../../../activities/db/sql.ts';
import { boolean, type Collection, dateAlways, type Field, list, number, pattern, text } from './collection.ts';
import { jsonText } from './json-field.ts';
import { metricField } from './metrics-field.ts';
import { splitPath } from './projection.ts';

const FIELDS: Record<string, Field> = {
  id: text(sql`m.id`),
  name: pattern(sql`m.name`),
  comment: pattern(sql`m.comment`),
  uri: text(sql`m.uri`),
  framework: text(sql`m.framework`),
  project: text(sql`m.project`),
  'project.name': text(sql`(select p.name from projects p where p.id = m.project)`),
  task: text(sql`m.task`),
  'task.name': text(sql`(select t.name from tasks t where t.id = m.task)`),
  parent: text(sql`m.parent`),
  user: text(sql`m.user_id`),
  'user.name': text(sql`(select u.name from users u where u.id = m.user_id)`),
  ready: boolean(sql`m.ready`),
  tags: list(sql`m.tags`),
  system_tags: list(sql`m.system_tags`),
  created: dateAlways(sql`m.created`),
  last_update: dateAlways(sql`m.last_update`),
  last_change: dateAlways(sql`m.last_change`),
  last_iteration: number(sql`m.last_iteration`),
};

const DICTIONARIES: Record<string, ReturnType<typeof sql>> = {
  metadata: sql`m.metadata`,
  design: sql`m.design`,
  labels: sql`m.labels`,
};

export const models: Collection = {
  name: 'models',
  from: sql`models m`,
  searched: ['id', 'name', 'comment', 'tags', 'uri'],
  systemTags: sql`m.system_tags`,
  order: sql`m.created, m.id`,
  field(path) {
    if (Object.hasOwn(FIELDS, path)) return FIELDS[path] ?? null;
    const [root = '', ...rest] = splitPath(path);
    if (rest.length === 0) return null;
    if (root === 'last_metrics') return metricField(sql`m.id`, true, rest);
    return Object.hasOwn(DICTIONARIES, root) ? jsonText(DICTIONARIES[root]!, rest) : null;
  },
};
