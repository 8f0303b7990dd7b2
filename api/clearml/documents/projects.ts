import { Refusal } from '../../../activities/db/errors.ts';
import type { Em } from '../../../activities/db/orm.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import { projects } from '../query/projects.ts';
import { type Document, selectFields } from './document.ts';
import { type DocumentList, type ListInput, listDocuments } from './list-documents.ts';
import { PATH_FIELD, PROJECT_FIELDS } from './project-fields.ts';

/** @throws Refusal `projectNotFound` */
export async function getProject(em: Em, id: string): Promise<Document> {
  const selection = selectFields([...PROJECT_FIELDS, PATH_FIELD], { everything: true });
  const [row] = await query<Record<string, unknown>>(em, sql`select ${selection.columns} from projects p where p.id = ${id}`);
  if (row) return selection.read(row);
  throw new Refusal('projectNotFound', `Invalid project id: id=${id}`, { field: 'project', data: { id } });
}

export const listProjects = (em: Em, search: Pick<ListInput, 'request' | 'conditions'>): Promise<DocumentList> =>
  listDocuments(em, { collection: projects, fields: PROJECT_FIELDS, ...search });
