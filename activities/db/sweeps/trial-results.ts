import type { Objective } from '../../../workflows/contracts/sweep.ts';
import { objectiveValue } from '../../../workflows/domain/sweeps/objective.ts';
import { SINGLE_VALUE } from '../events/event-batch.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** What a trial has reported so far. */
export interface TrialResults {
  /** One for each objective; null where nothing was reported. NaN and infinity are values here. */
  values: (number | null)[];
  /** Highest iteration of an objective; 0 when there is none. */
  iteration: number;
}

interface CurveRow {
  owner: string;
  objective: number;
  value: number | null;
  min_value: number | null;
  max_value: number | null;
  iter: string | null;
}

/** Reads the objectives of trials, by task. */
export async function readResults(
  em: Em,
  objectives: readonly Objective[],
  tasks: readonly string[],
): Promise<Map<string, TrialResults>> {
  const results = new Map(tasks.map((task) => [task, { values: objectives.map(() => null), iteration: 0 } as TrialResults]));
  if (tasks.length === 0) return results;
  for (const row of await readCurves(em, objectives, tasks)) {
    const result = results.get(row.owner);
    const objective = objectives[row.objective - 1];
    if (!result || !objective) continue;
    result.values[row.objective - 1] = objectiveValue(objective, { last: row.value, min: row.min_value, max: row.max_value });
    if (row.iter !== null && Number(row.iter) !== SINGLE_VALUE) result.iteration = Math.max(result.iteration, Number(row.iter));
  }
  return results;
}

function readCurves(em: Em, objectives: readonly Objective[], tasks: readonly string[]): Promise<CurveRow[]> {
  const titles = objectives.map(({ title }) => title);
  const variants = objectives.map(({ series }) => series);
  return query<CurveRow>(
    em,
    sql`select s.owner, o.position::int as objective, s.value, s.min_value, s.max_value, s.iter
        from unnest(${titles}::text[], ${variants}::text[]) with ordinality as o (title, variant, position)
        join series s on s.metric_hash = md5(o.title) and s.variant_hash = md5(o.variant)
          and s.owner = any(${tasks}::text[]) and not s.of_model`,
  );
}
