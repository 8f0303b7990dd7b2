import type { Em } from '../../../activities/db/orm.ts';
import { query, type Sql, sql } from '../../../activities/db/sql.ts';
import { type Paths, type Projection, pathsOf } from '../query/projection.ts';
import { COMPANY } from './company.ts';
import { type Document, type DocumentField, plain, selectFields } from './document.ts';
import { PROJECT_FIELDS } from './project-fields.ts';
import { TASK_FIELDS } from './task-fields.ts';

/** Where the documents stand that a field refers to. */
interface Reference {
  from: Sql;
  id: Sql;
  fields: readonly DocumentField[];
}

const REFERENCES: Record<string, Reference> = {
  project: { from: sql`projects p`, id: sql`p.id`, fields: PROJECT_FIELDS },
  parent: { from: sql`tasks t`, id: sql`t.id`, fields: TASK_FIELDS },
  task: { from: sql`tasks t`, id: sql`t.id`, fields: TASK_FIELDS },
  user: { from: sql`users u`, id: sql`u.id`, fields: [plain('id', sql`u.id`), plain('name', sql`u.name`)] },
};

/**
 * Puts the documents that others refer to in the place of their ids: `{id, name}`, or the fields that are asked for
 * (`only_fields: ["project.name", "parent.status"]`). What was deleted meanwhile keeps its id alone.
 */
export async function expandReferences(
  em: Em,
  documents: Document[],
  projection: Projection,
  names: readonly string[],
): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      const reference = REFERENCES[name];
      const paths = pathsOf(projection, name);
      if (reference && paths) await expandOne(em, documents, { name, reference, paths });
    }),
  );
  for (const document of documents) {
    if (document.company) document.company = { id: COMPANY.id };
  }
}

async function expandOne(
  em: Em,
  documents: Document[],
  { name, reference, paths }: { name: string; reference: Reference; paths: Paths },
): Promise<void> {
  const ids = [...new Set(documents.map((document) => document[name]).filter((id) => typeof id === 'string'))];
  if (ids.length === 0) return;
  const fields = new Map<string, Paths>([['id', 'whole'], ...wantedFields(paths)]);
  const selection = selectFields(reference.fields, { everything: false, fields });
  const rows = await query<Record<string, unknown>>(
    em,
    sql`select ${selection.columns} from ${reference.from} where ${reference.id} = any(${ids}::text[])`,
  );
  const found = new Map(rows.map(selection.read).map((document) => [document.id, document]));
  for (const document of documents) {
    const id = document[name];
    if (typeof id === 'string') document[name] = found.get(id) ?? { id };
  }
}

const wantedFields = (paths: Paths): [string, Paths][] =>
  paths === 'whole' ? [['name', 'whole']] : paths.map(([field = '']): [string, Paths] => [field, 'whole']);
