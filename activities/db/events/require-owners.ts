import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/**
 * Names of the tasks, or of the models when `ofModel`, by id.
 * @throws Refusal `taskNotFound`, `modelNotFound`
 */
export async function requireOwners(em: Em, ids: string[], ofModel = false): Promise<Map<string, string>> {
  const rows = await query<{ id: string; name: string }>(
    em,
    sql`select id, name from ${sql.table(ofModel ? 'models' : 'tasks')} where id = any(${ids}::text[])`,
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const missing = ids.find((id) => !names.has(id));
  if (missing === undefined) return names;
  const kind = ofModel ? 'model' : 'task';
  throw new Refusal(`${kind}NotFound`, `${kind} ${missing} does not exist`, { field: kind, data: { id: missing } });
}
