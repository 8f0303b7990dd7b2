import { sql } from '../../../activities/db/sql.ts';
import { maskContainer } from '../../../workflows/domain/container-secrets.ts';
import type { Paths } from '../query/projection.ts';
import { pick } from '../query/projection.ts';
import { ACTIVE_DURATION } from '../query/tasks.ts';
import { COMPANY } from './company.ts';
import { constant, type Document, type DocumentField, date, json, plain } from './document.ts';

/** What ClearML's `execution` has beside the artifacts, when a task has none of it. */
const EMPTY_EXECUTION = { parameters: {}, model_desc: {}, model_labels: {}, test_split: 0 };

/** `execution` stands in three columns: itself, the artifacts, the queue. */
const execution: DocumentField = {
  name: 'execution',
  columns: (paths) => [
    wants(paths, (key) => key !== 'artifacts' && key !== 'queue') ? sql`t.execution` : sql`null`,
    wants(paths, (key) => key === 'artifacts') ? sql`t.artifacts` : sql`null`,
    wants(paths, (key) => key === 'queue') ? sql`t.queue` : sql`null`,
  ],
  read([stored, artifacts, queue], paths) {
    const whole: Document = { ...EMPTY_EXECUTION, ...(stored as Document | null) };
    if (artifacts) whole.artifacts = artifacts;
    if (queue) whole.queue = queue;
    return pick(whole, paths);
  },
};

/** A stock agent has claimed the task and is about to run it, or runs it. */
const WITH_STOCK_AGENT = sql`exists (select 1 from attempts a where a.task = t.id and a.number = t.attempt
  and a.ended is null and a.kind = 'external' and a.queue is not null)`;

/** Secrets among the arguments are shown while a stock agent needs them, which reads them here. */
const container: DocumentField = {
  name: 'container',
  columns: () => [sql`t.container`, WITH_STOCK_AGENT],
  read: ([stored, shown], paths) => pick(shown ? stored : maskContainer(stored as Record<string, string>), paths),
};

const wants = (paths: Paths, test: (key: string) => boolean): boolean =>
  paths === 'whole' || paths.some(([key = '']) => test(key));

/** The fields of a task document, `last_metrics` excepted. */
export const TASK_FIELDS: readonly DocumentField[] = [
  plain('id', sql`t.id`),
  plain('name', sql`t.name`),
  plain('type', sql`t.type`),
  plain('status', sql`t.status`),
  plain('project', sql`nullif(t.project, '')`),
  plain('user', sql`t.user_id`),
  constant('company', COMPANY.id),
  plain('parent', sql`t.parent`),
  plain('comment', sql`t.comment`),
  plain('tags', sql`t.tags`),
  plain('system_tags', sql`t.system_tags`),
  json('script', sql`t.script`),
  json('hyperparams', sql`t.hyperparams`),
  json('configuration', sql`t.configuration`),
  execution,
  json('models', sql`t.models`),
  container,
  json('runtime', sql`t.runtime`),
  json('output', sql`t.output`),
  date('created', sql`t.created`),
  date('started', sql`t.started`),
  date('completed', sql`t.completed`),
  date('published', sql`t.published`),
  date('last_update', sql`t.last_update`),
  date('last_change', sql`t.last_change`),
  plain('last_changed_by', sql`t.last_changed_by`),
  date('status_changed', sql`t.status_changed`),
  plain('status_reason', sql`t.status_reason`),
  plain('status_message', sql`t.status_message`),
  plain('last_worker', sql`t.last_worker`),
  date('last_worker_report', sql`t.last_worker_report`),
  plain('last_iteration', sql`t.last_iteration`),
  plain('active_duration', ACTIVE_DURATION),
  plain('enqueue_status', sql`t.enqueue_status`),
];
