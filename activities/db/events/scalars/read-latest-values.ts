import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { FINITE, SUMMAND } from './finite.ts';

export interface LatestValue {
  metric: string;
  variant: string;
  value: number;
  /** Milliseconds since the epoch. */
  at: number;
  /** Mean of the last hundred points. */
  mean: number | null;
}

const RECENT = 100;

/** The last value of each curve of a task. */
export function readLatestValues(em: Em, task: string): Promise<LatestValue[]> {
  return query<LatestValue>(
    em,
    sql`select s.metric, s.variant, s.value, s.at::float8 as at, recent.mean
      from series s cross join lateral (
        select sum(${SUMMAND}) filter (where ${FINITE}) / nullif(count(*) filter (where ${FINITE}), 0) as mean
        from (select value from scalar_points p where p.series = s.id order by p.iter desc limit ${RECENT}) p
      ) recent
      where s.owner = ${task} and not s.of_model and s.count > 0 order by s.metric, s.variant`,
  );
}
