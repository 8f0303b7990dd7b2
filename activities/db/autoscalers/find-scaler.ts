import type { ScalerRow } from '../entities/scaler.entity.ts';
import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { query, type Sql, sql } from '../sql.ts';

/**
 * Finds a scaler that a person has named by its id or its name. Secrets stay where they are.
 * @throws Refusal `scalerNotFound`
 */
export async function findScaler(em: Em, ref: string): Promise<ShownScaler> {
  return require(ref, await query<ShownScaler>(em, sql`${SHOWN} ${named(ref)}`));
}

/** The same, locked for the rest of the transaction. */
export async function lockScaler(em: Em, ref: string): Promise<ShownScaler> {
  return require(ref, await query<ShownScaler>(em, sql`${SHOWN} ${named(ref)} for update`));
}

export const listScalerRows = (em: Em): Promise<ShownScaler[]> => query(em, sql`${SHOWN} order by name`);

export type ShownScaler = Omit<ScalerRow, 'secrets'>;

const SHOWN = sql`select id, name, user_id, configuration, mode, created, last_look, next_look, notes, backoffs, cloud_seen, cloud_error
  from scalers`;

const named = (ref: string): Sql => sql`where id = ${ref} or name = ${ref} order by id = ${ref} desc limit 1`;

function require(ref: string, [row]: ShownScaler[]): ShownScaler {
  if (row) return row;
  throw new Refusal('scalerNotFound', `autoscaler "${ref}" does not exist; the id or the name of one`, {
    field: 'id',
    data: { id: ref },
  });
}
