import { MASKED, restoreContainer } from '../../../workflows/domain/container-secrets.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { query, type Sql, sql } from '../sql.ts';
import { checkReferences } from './check-references.ts';
import { columnsOf, type TaskContent } from './content.ts';

export interface EditTaskInput {
  task: string;
  content: TaskContent;
  userId: string;
  /** Lets a task be edited that is no draft. */
  force?: boolean | null | undefined;
}

/** When an edit happened; `last_update` is set only when it touched what the task does. */
export interface EditResult {
  last_change: Date;
  last_update?: Date;
}

/** What may be edited at any time: it says where the task is kept, not what it does. */
const DESCRIPTION = new Set(['name', 'comment', 'tags', 'system_tags', 'project', 'parent']);
/** Dictionaries of which a request gives the keys that change; others are replaced whole. */
const MERGED = new Set(['script', 'output']);

/**
 * Replaces each field that is given; a secret that comes back masked stays.
 * @throws Refusal `taskNotFound`, `projectNotFound`, `taskStatus` when the task is no draft and `force` is not set
 */
export async function editTask(db: Db, { task, content, userId, force }: EditTaskInput): Promise<EditResult> {
  const em = db.em.fork();
  await checkReferences(em, content);
  const columns = columnsOf(await withSecrets(em, task, content));
  const now = new Date();
  const touches = Object.keys(columns).some((name) => !DESCRIPTION.has(name));
  const sets = [
    ...Object.entries(columns).map(([name, value]) => assign(name, value)),
    sql`last_change = ${now}`,
    sql`last_changed_by = ${userId}`,
    ...(touches ? [sql`last_update = ${now}`] : []),
  ];
  const draft = force ? sql`true` : sql`status = 'created'`;
  const edited = await query(em, sql`update tasks set ${sql.join(sets)} where id = ${task} and ${draft} returning id`);
  if (edited.length === 0) throw await notEditable(em, task);
  return { last_change: now, ...(touches ? { last_update: now } : {}) };
}

/** Values of a container's arguments that come back masked stay as they are stored. */
async function withSecrets(em: Em, task: string, content: TaskContent): Promise<TaskContent> {
  if (!content.container?.arguments?.includes(MASKED)) return content;
  const [row] = await query<{ container: Record<string, string> }>(em, sql`select container from tasks where id = ${task}`);
  return row ? { ...content, container: restoreContainer(content.container, row.container) } : content;
}

function assign(name: string, value: unknown): Sql {
  const column = sql.ref(name);
  return MERGED.has(name) ? sql`${column} = ${column} || ${value}::jsonb` : sql`${column} = ${value}`;
}

/** Why a task could not be edited. */
export async function notEditable(em: Em, task: string): Promise<Refusal> {
  const [row] = await query<{ status: string }>(em, sql`select status from tasks where id = ${task}`);
  if (!row) return new Refusal('taskNotFound', `Invalid task id: id=${task}`, { field: 'task', data: { id: task } });
  return new Refusal(
    'taskStatus',
    `Invalid task status: expected=created, status=${row.status}; reset the task, or use force=true`,
    {
      field: 'status',
      data: { id: task, expected: 'created', status: row.status },
    },
  );
}
