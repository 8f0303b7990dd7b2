import type { Objective } from '../../../workflows/contracts/sweep.ts';
import { SINGLE_VALUE } from '../events/event-batch.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface ValueUntilInput {
  task: string;
  objective: Objective;
  iteration: number;
}

/** The value of an objective when a trial was at an iteration, whenever that is asked: the last one, or the best of a `_global` sign. */
export async function valueUntil(em: Em, { task, objective, iteration }: ValueUntilInput): Promise<number | null> {
  const { title, series, sign } = objective;
  const [row] = await query<{ last: number | null; min: number | null; max: number | null }>(
    em,
    sql`select (array_agg(p.value order by p.iter desc))[1] as last,
          min(p.value) filter (where p.value not in ('NaN', 'Infinity', '-Infinity')) as min,
          max(p.value) filter (where p.value not in ('NaN', 'Infinity', '-Infinity')) as max
        from series s join scalar_points p on p.series = s.id
        where s.owner = ${task} and not s.of_model and s.metric_hash = md5(${title}) and s.variant_hash = md5(${series})
          and p.iter <= ${iteration} and p.iter > ${SINGLE_VALUE}`,
  );
  if (!row) return null;
  if (sign === 'min_global') return row.min;
  return sign === 'max_global' ? row.max : row.last;
}
