import { Refusal } from '../../../activities/db/errors.ts';
import type { Em } from '../../../activities/db/orm.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import { queues } from '../query/queues.ts';
import type { ListRequest } from '../query/request.ts';
import { type Document, selectFields } from './document.ts';
import { type DocumentList, listDocuments } from './list-documents.ts';
import { queueFields } from './queue-fields.ts';

export interface EntryLimit {
  /** Most entries shown of a queue; all when absent. */
  maxEntries?: number | null | undefined;
}

/** @throws Refusal `queueNotFound` */
export async function getQueue(em: Em, id: string, { maxEntries }: EntryLimit = {}): Promise<Document> {
  const selection = selectFields(queueFields(maxEntries ?? null), { everything: true });
  const [row] = await query<Record<string, unknown>>(em, sql`select ${selection.columns} from queues q where q.id = ${id}`);
  if (row) return selection.read(row);
  throw new Refusal('queueNotFound', `Invalid queue id: id=${id}`, { field: 'queue', data: { id } });
}

export const listQueues = (em: Em, request: ListRequest, { maxEntries }: EntryLimit = {}): Promise<DocumentList> =>
  listDocuments(em, { collection: queues, fields: queueFields(maxEntries ?? null), request });
