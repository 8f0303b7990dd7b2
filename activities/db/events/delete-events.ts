import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** Deletes everything that was reported for a task or a model. */
export async function deleteEvents(em: Em, { owners, ofModel }: { owners: string[]; ofModel: boolean }): Promise<void> {
  if (owners.length === 0) return;
  for (const table of ['series', 'plots', 'debug_images']) {
    await query(em, sql`delete from ${sql.table(table)} where owner = any(${owners}::text[]) and of_model = ${ofModel}`);
  }
  if (!ofModel) await query(em, sql`delete from log_events where task = any(${owners}::text[])`);
}
