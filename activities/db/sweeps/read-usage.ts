import type { BudgetUse } from '../../../workflows/domain/sweeps/budget.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** What a sweep has used up, and what it uses now. */
export interface SweepUsage extends BudgetUse {
  running: number;
  queued: number;
  /** Workers that serve its queue. */
  workers: number;
}

export async function readUsage(em: Em, { sweep, queue }: { sweep: string; queue: string }): Promise<SweepUsage> {
  const [row] = await query<SweepUsage>(
    em,
    sql`select count(*) filter (where r.ended is not null)::int as ended,
          coalesce(sum(r.iteration), 0)::float8 as iterations,
          coalesce(sum(case when r.ended is null and t.status = 'in_progress' then extract(epoch from now() - coalesce(r.started, now())) * 1000
            else r.compute_ms end), 0)::float8 as "computeMs",
          count(*) filter (where r.state = 'running')::int as running,
          count(*) filter (where r.state = 'queued')::int as queued,
          (select coalesce(extract(epoch from coalesce(c.completed, now()) - s.started) * 1000, 0)::float8
            from sweeps s join tasks c on c.id = s.task where s.task = ${sweep}) as "wallClockMs",
          (select count(*)::int from workers w join queues q on q.id = any(w.queues) where ${queue} in (q.name, q.id)) as workers
        from sweep_trials r left join tasks t on t.id = r.task where r.sweep = ${sweep}`,
  );
  return row ?? { ended: 0, iterations: 0, computeMs: 0, wallClockMs: 0, running: 0, queued: 0, workers: 0 };
}
