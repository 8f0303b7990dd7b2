import { type Sql, sql } from '../../../activities/db/sql.ts';
import type { Field } from './collection.ts';

/** Columns of `series` behind the numbers of `last_metrics`. */
const COLUMNS = new Map<string, Sql>(
  Object.entries({
    value: sql`s.value`,
    min_value: sql`s.min_value`,
    min_value_iteration: sql`s.min_iter`,
    max_value: sql`s.max_value`,
    max_value_iteration: sql`s.max_iter`,
    first_value: sql`s.first_value`,
    first_value_iteration: sql`s.first_iter`,
    mean_value: sql`s.sum / nullif(s.finite, 0)`,
    count: sql`s.count`,
  }),
);

/** `last_metrics.<metric hash>.<variant hash>.<number>` of a task or model. */
export function metricField(owner: Sql, ofModel: boolean, [metric, variant, leaf = '']: readonly string[]): Field | null {
  const column = COLUMNS.get(leaf);
  if (!column || metric === undefined || variant === undefined) return null;
  return {
    kind: 'number',
    sql: sql`(select ${column} from series s where s.owner = ${owner} and s.of_model = ${ofModel}
      and s.metric_hash = ${metric} and s.variant_hash = ${variant} limit 1)`,
  };
}
