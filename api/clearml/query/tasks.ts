import { sql } from '../../../activities/db/sql.ts';
import { type Collection, date, dateAlways, type Field, list, number, pattern, text } from './collection.ts';
import { jsonText, jsonTexts } from './json-field.ts';
import { metricField } from './metrics-field.ts';
import { splitPath } from './projection.ts';

/** Seconds that a task has run; a running one is still counting. */
export const ACTIVE_DURATION = sql`extract(epoch from (case when t.status = 'in_progress' then now() else t.completed end) - t.started)::int`;

const FIELDS: Record<string, Field> = {
  id: text(sql`t.id`),
  name: pattern(sql`t.name`),
  comment: pattern(sql`t.comment`),
  type: text(sql`t.type`),
  status: text(sql`t.status`),
  status_reason: pattern(sql`t.status_reason`),
  status_message: pattern(sql`t.status_message`),
  project: text(sql`t.project`),
  'project.name': text(sql`(select p.name from projects p where p.id = t.project)`),
  parent: text(sql`t.parent`),
  'parent.name': text(sql`(select p.name from tasks p where p.id = t.parent)`),
  user: text(sql`t.user_id`),
  'user.name': text(sql`(select u.name from users u where u.id = t.user_id)`),
  tags: list(sql`t.tags`),
  system_tags: list(sql`t.system_tags`),
  created: dateAlways(sql`t.created`),
  started: date(sql`t.started`),
  completed: date(sql`t.completed`),
  published: date(sql`t.published`),
  last_update: dateAlways(sql`t.last_update`),
  last_change: dateAlways(sql`t.last_change`),
  status_changed: dateAlways(sql`t.status_changed`),
  last_worker_report: date(sql`t.last_worker_report`),
  last_worker: text(sql`t.last_worker`),
  last_changed_by: text(sql`t.last_changed_by`),
  last_iteration: number(sql`t.last_iteration`),
  active_duration: number(ACTIVE_DURATION),
  'execution.queue': text(sql`t.queue`),
  'execution.queue.name': text(sql`(select q.name from queues q where q.id = t.queue)`),
  'models.input.model': jsonTexts(sql`t.models -> 'input'`, 'model'),
  'models.output.model': jsonTexts(sql`t.models -> 'output'`, 'model'),
  'execution.artifacts.key': jsonTexts(sql`t.artifacts`, 'key'),
};

/** Fields that are whole dictionaries, asked for by a path below them. */
const DICTIONARIES: Record<string, ReturnType<typeof sql>> = {
  hyperparams: sql`t.hyperparams`,
  configuration: sql`t.configuration`,
  runtime: sql`t.runtime`,
  script: sql`t.script`,
  container: sql`t.container`,
  output: sql`t.output`,
  execution: sql`t.execution`,
};

export const tasks: Collection = {
  name: 'tasks',
  from: sql`tasks t`,
  searched: ['id', 'name', 'comment', 'tags'],
  systemTags: sql`t.system_tags`,
  order: sql`t.created, t.id`,
  field(path) {
    if (Object.hasOwn(FIELDS, path)) return FIELDS[path] ?? null;
    const [root = '', ...rest] = splitPath(path);
    if (rest.length === 0) return null;
    // To search or sort by what is not shown would tell it.
    if (root === 'container' && rest[0] === 'arguments') return null;
    if (root === 'last_metrics') return metricField(sql`t.id`, false, rest);
    return Object.hasOwn(DICTIONARIES, root) ? jsonText(DICTIONARIES[root]!, rest) : null;
  },
};
