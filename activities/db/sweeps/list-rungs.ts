import type { SweepView } from '../../../workflows/contracts/sweep-api.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** Brackets and rungs of a sweep that compares trials while they run: how many arrived and went on. */
export function listRungs(em: Em, sweep: string): Promise<SweepView['rungs']> {
  return query<SweepView['rungs'][number]>(
    em,
    sql`select bracket, iterations, count(*)::int as arrived, count(*) filter (where promoted)::int as promoted
        from sweep_rungs where sweep = ${sweep} group by bracket, iterations order by bracket, iterations`,
  );
}
