import type { Objective } from '../../../workflows/contracts/sweep.ts';
import type { TrialView } from '../../../workflows/contracts/sweep-api.ts';
import { isOpen } from '../../../workflows/domain/sweeps/trial-state.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { readResults } from './trial-results.ts';

/** A trial as pages show it, with what rankings go by. */
export interface ListedTrial extends TrialView {
  /** First objective so that lower is better; null unless the trial counts. */
  score: number | null;
}

interface Row extends Omit<ListedTrial, 'started' | 'ended' | 'iteration'> {
  iteration: string;
  started: Date | null;
  ended: Date | null;
}

/** Trials of a sweep by their number. What those that run have reported is looked up as it is now. */
export async function listTrials(
  em: Em,
  { sweep, objectives }: { sweep: string; objectives: readonly Objective[] },
): Promise<ListedTrial[]> {
  const rows = await query<Row>(
    em,
    sql`select r.number, r.task, coalesce(t.name, '') as name, r.state, coalesce(t.status, 'deleted') as "taskStatus", r.parameters,
          r.results as values, r.iteration, r.started, r.ended, r.reason, r.bracket, r.rung, r.by_hand as "byHand",
          coalesce('archived' = any(t.system_tags), false) as archived, r.score
        from sweep_trials r left join tasks t on t.id = r.task where r.sweep = ${sweep} order by r.number`,
  );
  const open = rows.filter(({ state }) => isOpen(state)).map(({ task }) => task);
  const results = await readResults(em, objectives, open);
  return rows.map((row) => {
    const now = results.get(row.task);
    return {
      ...row,
      values: objectives.map((_, i) => finite(now ? now.values[i] : row.values[i])),
      iteration: Math.max(Number(row.iteration), now?.iteration ?? 0),
      started: row.started?.toISOString() ?? null,
      ended: row.ended?.toISOString() ?? null,
    };
  });
}

const finite = (value: number | null | undefined): number | null => (Number.isFinite(value) ? (value as number) : null);
