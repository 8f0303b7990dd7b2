import { Refusal } from '../../../activities/db/errors.ts';
import type { Em } from '../../../activities/db/orm.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import type { ListRequest } from '../query/request.ts';
import { users } from '../query/users.ts';
import { type Document, selectFields } from './document.ts';
import { type DocumentList, listDocuments } from './list-documents.ts';
import { USER_FIELDS } from './user-fields.ts';

/** @throws Refusal `userNotFound` */
export async function getUser(em: Em, id: string): Promise<Document> {
  const selection = selectFields(USER_FIELDS, { everything: true });
  const [row] = await query<Record<string, unknown>>(em, sql`select ${selection.columns} from users u where u.id = ${id}`);
  if (row) return selection.read(row);
  throw new Refusal('userNotFound', `Invalid user id: id=${id}`, { field: 'user', data: { id } });
}

export const listUsers = (em: Em, request: ListRequest): Promise<DocumentList> =>
  listDocuments(em, { collection: users, fields: USER_FIELDS, request });
