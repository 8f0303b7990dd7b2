import { Refusal } from '../../../activities/db/errors.ts';
import type { Em } from '../../../activities/db/orm.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import { parseProjection, pathsOf } from '../query/projection.ts';
import type { ListRequest } from '../query/request.ts';
import { tasks } from '../query/tasks.ts';
import { type Document, selectFields } from './document.ts';
import { addLastMetrics } from './last-metrics.ts';
import { type DocumentList, type ListInput, listDocuments } from './list-documents.ts';
import { TASK_FIELDS } from './task-fields.ts';

/** @throws Refusal `taskNotFound` */
export async function getTask(em: Em, id: string, onlyFields?: string | string[] | null): Promise<Document> {
  const projection = parseProjection(onlyFields);
  const selection = selectFields(TASK_FIELDS, projection);
  const [row] = await query<Record<string, unknown>>(em, sql`select ${selection.columns} from tasks t where t.id = ${id}`);
  if (!row) throw new Refusal('taskNotFound', `Invalid task id: id=${id}`, { field: 'task', data: { id } });
  const document = selection.read(row);
  const paths = pathsOf(projection, 'last_metrics');
  if (paths) await addLastMetrics(em, [document], { ofModel: false, paths });
  return document;
}

export async function listTasks(em: Em, request: ListRequest, conditions: ListInput['conditions'] = []): Promise<DocumentList> {
  const list = await listDocuments(em, { collection: tasks, fields: TASK_FIELDS, request, conditions });
  const paths = pathsOf(list.projection, 'last_metrics');
  if (paths) await addLastMetrics(em, list.documents, { ofModel: false, paths });
  return list;
}
