import type { SweepSpec, TrialState } from '../../../workflows/contracts/sweep.ts';
import type { SweepSummary } from '../../../workflows/contracts/sweep-api.ts';
import type { Em } from '../orm.ts';
import { query, type Sql, sql } from '../sql.ts';
import { SPEC_ITEM } from './read-spec.ts';

/** A sweep of ours as lists show it, with its definition where that can be read. */
export interface ListedSweep {
  summary: SweepSummary;
  spec: SweepSpec | null;
  activity: string | null;
  pausedBy: string | null;
  attempt: number;
}

interface Row {
  id: string;
  name: string;
  project: string;
  status: string;
  status_reason: string;
  attempt: number;
  user: string;
  system_tags: string[];
  created: Date;
  started: Date | null;
  completed: Date | null;
  spec: string | null;
  base_name: string | null;
  paused_by: string | null;
  activity: string | null;
  states: Partial<Record<TrialState, number>> | null;
  best_number: number | null;
  best_task: string | null;
  best_results: (number | null)[] | null;
}

/** Sweeps, the newest first: all of them, or one. */
export async function listSweeps(em: Em, { id, archived = false }: { id?: string; archived?: boolean }): Promise<ListedSweep[]> {
  const rows = await query<Row>(
    em,
    statement(id === undefined ? sql`'archived' = any(t.system_tags) = ${archived}` : sql`t.id = ${id}`),
  );
  return rows.map(describe);
}

const statement = (which: Sql): Sql => sql`
  select t.id, t.name, coalesce(p.name, '') as project, t.status, t.status_reason, t.attempt, coalesce(u.name, t.user_id) as user,
    t.system_tags, t.created, t.started, t.completed, t.configuration -> ${SPEC_ITEM} ->> 'value' as spec,
    (select b.name from tasks b where b.id = case when t.configuration -> ${SPEC_ITEM} ->> 'value' is json object
      then (t.configuration -> ${SPEC_ITEM} ->> 'value')::jsonb ->> 'baseTask' end) as base_name,
    coalesce(by_user.name, s.paused_by) as paused_by, s.activity, c.states,
    best.number as best_number, best.task as best_task, best.results as best_results
  from tasks t
    left join projects p on p.id = t.project left join users u on u.id = t.user_id
    left join sweeps s on s.task = t.id left join users by_user on 'user:' || by_user.id = s.paused_by
    left join lateral (
      select jsonb_object_agg(state, amount) as states
      from (select state, count(*)::int as amount from sweep_trials where sweep = t.id group by state) each_state) c on true
    left join lateral (
      select number, task, results from sweep_trials where sweep = t.id and score is not null order by score, number limit 1) best on true
  where t.controller = 'sweep' and ${which} order by t.created desc limit 1000`;

function describe(row: Row): ListedSweep {
  const spec = readJson(row.spec);
  const [value] = row.best_results ?? [];
  return {
    spec,
    activity: row.activity,
    pausedBy: row.paused_by,
    attempt: row.attempt,
    summary: {
      id: row.id,
      name: row.name,
      project: row.project,
      engine: 'perdura',
      status: row.status,
      statusReason: row.status_reason,
      paused: row.paused_by !== null && row.status === 'in_progress',
      user: row.user,
      archived: row.system_tags.includes('archived'),
      created: row.created.toISOString(),
      started: row.started?.toISOString() ?? null,
      completed: row.completed?.toISOString() ?? null,
      baseTask: spec && { id: spec.baseTask, name: row.base_name ?? spec.baseTask },
      strategy: spec ? strategyName(spec) : '',
      objectives: spec?.objectives ?? [],
      trials: row.states ?? {},
      best:
        row.best_number === null || row.best_task === null
          ? null
          : { trial: row.best_number, task: row.best_task, value: value ?? 0 },
    },
  };
}

/** `optuna: TPESampler, MedianPruner` */
function strategyName({ strategy }: SweepSpec): string {
  if (strategy.kind === 'custom') return strategy.name;
  if (strategy.kind !== 'optuna') return strategy.kind;
  return `optuna: ${[strategy.sampler, strategy.pruner].flatMap((part) => (part ? [part.name] : [])).join(', ')}`;
}

/** A person may have written it. */
function readJson(text: string | null): SweepSpec | null {
  try {
    return text === null ? null : (JSON.parse(text) as SweepSpec);
  } catch {
    return null;
  }
}
