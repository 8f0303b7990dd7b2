import { modelNotFound } from '../../../activities/db/models/write-model.ts';
import type { Em } from '../../../activities/db/orm.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import { models } from '../query/models.ts';
import { pathsOf } from '../query/projection.ts';
import type { ListRequest } from '../query/request.ts';
import { type Document, selectFields } from './document.ts';
import { addLastMetrics } from './last-metrics.ts';
import { type DocumentList, type ListInput, listDocuments } from './list-documents.ts';
import { MODEL_FIELDS } from './model-fields.ts';

/** @throws Refusal `modelNotFound` */
export async function getModel(em: Em, id: string): Promise<Document> {
  const selection = selectFields(MODEL_FIELDS, { everything: true });
  const [row] = await query<Record<string, unknown>>(em, sql`select ${selection.columns} from models m where m.id = ${id}`);
  if (!row) throw modelNotFound(id);
  const document = selection.read(row);
  await addLastMetrics(em, [document], { ofModel: true, paths: 'whole' });
  return document;
}

export async function listModels(em: Em, request: ListRequest, conditions: ListInput['conditions'] = []): Promise<DocumentList> {
  const list = await listDocuments(em, { collection: models, fields: MODEL_FIELDS, request, conditions });
  const paths = pathsOf(list.projection, 'last_metrics');
  if (paths) await addLastMetrics(em, list.documents, { ofModel: true, paths });
  return list;
}
