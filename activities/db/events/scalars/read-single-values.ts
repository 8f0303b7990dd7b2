import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { SINGLE_VALUE } from '../event-batch.ts';

export interface SingleValue {
  owner: string;
  metric: string;
  variant: string;
  /** Infinite and not-a-number values as they are. */
  value: number;
  /** Milliseconds since the epoch. */
  at: number;
}

/** Values that tasks (or models) reported once and for all. */
export function readSingleValues(em: Em, owners: string[], ofModel = false): Promise<SingleValue[]> {
  return query<SingleValue>(
    em,
    sql`select s.owner, s.metric, s.variant, p.value, p.at::float8 as at
      from series s cross join lateral (
        select value, at from scalar_points p where p.series = s.id and p.iter = ${SINGLE_VALUE} offset 0
      ) p
      where s.owner = any(${owners}::text[]) and s.of_model = ${ofModel} order by s.owner, s.metric, s.variant`,
  );
}
