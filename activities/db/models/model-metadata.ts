import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { type LooseMetadata, metadataByKey } from './model-content.ts';
import { modelNotFound } from './write-model.ts';

/** @throws Refusal `modelNotFound` */
export async function putModelMetadata(
  db: Db,
  { model, items, replace }: { model: string; items: LooseMetadata[]; replace: boolean },
): Promise<void> {
  const given = JSON.stringify(metadataByKey(items));
  const [row] = await query(
    db.em.fork(),
    sql`update models set metadata = (case when ${replace} then '{}' else metadata end) || ${given}::jsonb, last_update = now(), last_change = now()
        where id = ${model} returning id`,
  );
  if (!row) throw modelNotFound(model);
}

/** @throws Refusal `modelNotFound` */
export async function deleteModelMetadata(db: Db, { model, keys }: { model: string; keys: string[] }): Promise<void> {
  const [row] = await query(
    db.em.fork(),
    sql`update models set metadata = metadata - ${keys}::text[], last_update = now(), last_change = now() where id = ${model} returning id`,
  );
  if (!row) throw modelNotFound(model);
}
