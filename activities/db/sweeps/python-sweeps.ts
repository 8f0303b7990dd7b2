import type { Objective, TrialState } from '../../../workflows/contracts/sweep.ts';
import type { SweepSummary } from '../../../workflows/contracts/sweep-api.ts';
import { decodeTyped } from '../../../workflows/domain/pipeline/parameters.ts';
import { type CurveSummary, objectiveValue, scoreOf } from '../../../workflows/domain/sweeps/objective.ts';
import { isRanked, trialStanding } from '../../../workflows/domain/sweeps/trial-state.ts';
import type { HyperParameter } from '../entities/task.entity.ts';
import type { Em } from '../orm.ts';
import { query, type Sql, sql } from '../sql.ts';
import type { ListedTrial } from './list-trials.ts';
import { readResults } from './trial-results.ts';

/** A sweep that Python's `HyperParameterOptimizer` runs, as far as its records say. */
export interface PythonSweep {
  summary: SweepSummary;
  objectives: Objective[];
  trials: ListedTrial[];
}

type Sections = Record<string, Record<string, HyperParameter>>;

interface Row {
  id: string;
  name: string;
  project: string;
  status: string;
  status_reason: string;
  user: string;
  system_tags: string[];
  created: Date;
  started: Date | null;
  completed: Date | null;
  hyperparams: Sections;
}

/** Summaries, the newest first. */
export async function listPythonSweeps(em: Em, { archived }: { archived: boolean }): Promise<SweepSummary[]> {
  const rows = await query<Row>(em, statement(sql`'archived' = any(t.system_tags) = ${archived}`));
  const trials = await readOutcomes(em, rows);
  const summaries = rows.map((row) => {
    const summary = describe(row);
    for (const { state, ...trial } of trials.get(row.id) ?? []) {
      summary.trials[state] = (summary.trials[state] ?? 0) + 1;
      const [objective] = summary.objectives;
      if (!objective || trial.value === null || !isRanked(state)) continue;
      if (summary.best === null || scoreOf(objective, trial.value) < scoreOf(objective, summary.best.value))
        summary.best = { trial: trial.number, task: trial.task, value: trial.value };
    }
    return summary;
  });
  return nameBases(em, summaries);
}

interface Outcome {
  task: string;
  /** In the order in which they were made. */
  number: number;
  state: TrialState;
  /** Of the first objective. */
  value: number | null;
}

/** How the trials of many sweeps stand, by sweep. */
async function readOutcomes(em: Em, rows: Row[]): Promise<Map<string, Outcome[]>> {
  const firsts = rows.map(({ hyperparams }) => objectivesOf(hyperparams)[0] ?? { title: '', series: '', sign: 'min' as const });
  const trials = await query<CurveSummary & { parent: string; task: string; number: number; status: string }>(
    em,
    sql`select c.parent, c.id as task, (row_number() over (partition by c.parent order by c.created, c.id))::int - 1 as number, c.status,
          s.value as last, s.min_value as min, s.max_value as max
        from unnest(${rows.map(({ id }) => id)}::text[], ${firsts.map(({ title }) => title)}::text[],
            ${firsts.map(({ series }) => series)}::text[]) as o (sweep, title, variant)
          join tasks c on c.parent = o.sweep
          left join series s on s.owner = c.id and not s.of_model and s.metric_hash = md5(o.title) and s.variant_hash = md5(o.variant)`,
  );
  const signs = new Map(rows.map(({ id }, index) => [id, firsts[index]!]));
  const outcomes = trials.map(({ parent, task, number, status, ...curve }) => {
    const value = objectiveValue(signs.get(parent)!, curve);
    const facts = { status, statusReason: '', verdict: null, verdictReason: null, values: [value] };
    return { parent, task, number, value, state: trialStanding(facts).state };
  });
  return Map.groupBy(outcomes, ({ parent }) => parent);
}

/** One of them with its trials; null when there is none of that id. */
export async function findPythonSweep(em: Em, id: string): Promise<PythonSweep | null> {
  const [row] = await query<Row>(em, statement(sql`t.id = ${id}`));
  if (!row) return null;
  const objectives = objectivesOf(row.hyperparams);
  const trials = await readTrials(em, row, objectives);
  const summary = describe(row);
  for (const { state } of trials) summary.trials[state] = (summary.trials[state] ?? 0) + 1;
  const [best] = trials.filter(({ score }) => score !== null).toSorted((a, b) => (a.score as number) - (b.score as number));
  if (best) summary.best = { trial: best.number, task: best.task, value: best.values[0] ?? 0 };
  await nameBases(em, [summary]);
  return { summary, objectives, trials };
}

const statement = (which: Sql): Sql => sql`
  select t.id, t.name, coalesce(p.name, '') as project, t.status, t.status_reason, coalesce(u.name, t.user_id) as user, t.system_tags,
    t.created, t.started, t.completed, t.hyperparams
  from tasks t left join projects p on p.id = t.project left join users u on u.id = t.user_id
  where t.type = 'optimizer' and t.controller is null and ${which} order by t.created desc limit 1000`;

function describe(row: Row): SweepSummary {
  const base = option(row.hyperparams, 'base_task_id');
  return {
    id: row.id,
    name: row.name,
    project: row.project,
    engine: 'python',
    status: row.status,
    statusReason: row.status_reason,
    paused: false,
    user: row.user,
    archived: row.system_tags.includes('archived'),
    created: row.created.toISOString(),
    started: row.started?.toISOString() ?? null,
    completed: row.completed?.toISOString() ?? null,
    baseTask: base ? { id: base, name: base } : null,
    strategy: option(row.hyperparams, 'optimizer_class') ?? '',
    objectives: objectivesOf(row.hyperparams),
    trials: {},
    best: null,
  };
}

async function nameBases(em: Em, summaries: SweepSummary[]): Promise<SweepSummary[]> {
  const ids = summaries.flatMap(({ baseTask }) => (baseTask ? [baseTask.id] : []));
  const rows = await query<{ id: string; name: string }>(em, sql`select id, name from tasks where id = any(${ids}::text[])`);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  for (const summary of summaries) {
    if (summary.baseTask) summary.baseTask.name = names.get(summary.baseTask.id) ?? summary.baseTask.id;
  }
  return summaries;
}

/** The optimizer keeps its arguments as parameters `opt/...`, in whichever section. */
function option(hyperparams: Sections, name: string): string | undefined {
  for (const section of Object.values(hyperparams)) {
    const found = section[`opt/${name}`];
    if (found) return found.value;
  }
  return undefined;
}

/** Several objectives are kept as a Python list. */
function objectivesOf(hyperparams: Sections): Objective[] {
  const list = (name: string): string[] => {
    const text = option(hyperparams, name);
    if (text === undefined) return [];
    return text.startsWith('[')
      ? [...text.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, single, double]) => single ?? double ?? '')
      : [text];
  };
  const [titles, series, signs] = [
    list('objective_metric_title'),
    list('objective_metric_series'),
    list('objective_metric_sign'),
  ];
  return titles.map((title, i) => ({ title, series: series[i] ?? '', sign: signOf(signs[i]) }));
}

const SIGNS: readonly string[] = ['min', 'max', 'min_global', 'max_global'];
const signOf = (text: string | undefined): Objective['sign'] =>
  text && SIGNS.includes(text) ? (text as Objective['sign']) : 'min';

interface ChildRow {
  id: string;
  name: string;
  status: string;
  status_reason: string;
  hyperparams: Sections;
  last_iteration: number;
  started: Date | null;
  completed: Date | null;
  archived: boolean;
}

/** Its children are its trials; their parameters are those in which they differ from each other or from the base task. */
async function readTrials(em: Em, row: Row, objectives: Objective[]): Promise<ListedTrial[]> {
  const children = await query<ChildRow>(
    em,
    sql`select id, name, status, status_reason, hyperparams, last_iteration, started, completed, 'archived' = any(system_tags) as archived
        from tasks where parent = ${row.id} order by created, id`,
  );
  const results = await readResults(
    em,
    objectives,
    children.map(({ id }) => id),
  );
  const names = variedNames(children.map(({ hyperparams }) => flatten(hyperparams)));
  return children.map((child, number) => {
    const { values, iteration } = results.get(child.id) ?? { values: [], iteration: 0 };
    const facts = { status: child.status, statusReason: child.status_reason, verdict: null, verdictReason: null, values };
    const { state, reason } = trialStanding(facts);
    const [first] = values;
    const [objective] = objectives;
    const all = flatten(child.hyperparams);
    return {
      number,
      task: child.id,
      name: child.name,
      state,
      taskStatus: child.status,
      parameters: Object.fromEntries(names.filter((name) => all.has(name)).map((name) => [name, typed(all.get(name))])),
      values: values.map((value) => (Number.isFinite(value) ? value : null)),
      iteration: Math.max(iteration, child.last_iteration),
      started: child.started?.toISOString() ?? null,
      ended: child.completed?.toISOString() ?? null,
      reason,
      bracket: null,
      rung: null,
      byHand: false,
      archived: child.archived,
      score: isRanked(state) && objective && typeof first === 'number' ? scoreOf(objective, first) : null,
    };
  });
}

const flatten = (sections: Sections): Map<string, HyperParameter> =>
  new Map(
    Object.entries(sections).flatMap(([section, items]) =>
      Object.entries(items).map(([name, item]) => [`${section}/${name}`, item] as const),
    ),
  );

function variedNames(all: Map<string, HyperParameter>[]): string[] {
  const names = [...new Set(all.flatMap((parameters) => [...parameters.keys()]))].sort();
  const varied = names.filter((name) => new Set(all.map((parameters) => parameters.get(name)?.value)).size > 1);
  return varied.length > 0 ? varied : names;
}

function typed(item: HyperParameter | undefined): unknown {
  if (!item) return null;
  if (item.type) return decodeTyped(item);
  const number = Number(item.value);
  return item.value.trim() !== '' && Number.isFinite(number) ? number : item.value;
}
