import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface DeleteEventsInput {
  /** Ids of tasks, or of models when `ofModel`. They are locked. */
  owners: string[];
  ofModel: boolean;
}

/** Deletes all events of tasks or models, in the caller's transaction. */
export async function deleteEvents(em: Em, { owners, ofModel }: DeleteEventsInput): Promise<void> {
  if (owners.length === 0) return;
  const owned = sql`owner = any(${owners}::text[]) and of_model = ${ofModel}`;
  if (!ofModel) await query(em, sql`delete from log_events where task = any(${owners}::text[])`);
  await query(em, sql`delete from debug_images where ${owned}`);
  await query(em, sql`delete from plots where ${owned}`);
  await query(em, sql`delete from vectors where ${owned}`);
  await query(em, sql`delete from scalar_points where series = any(array(select id from series where ${owned}))`);
  await query(em, sql`delete from scalar_tiles where series = any(array(select id from series where ${owned}))`);
  await query(em, sql`delete from series where ${owned}`);
}
