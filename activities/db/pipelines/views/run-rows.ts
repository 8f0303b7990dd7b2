import type { PipelineParameter, PipelineSpec, StepState } from '../../../../workflows/contracts/pipeline.ts';
import type { RunSummary } from '../../../../workflows/contracts/pipeline-api.ts';
import { decodeTyped } from '../../../../workflows/domain/pipeline/parameters.ts';
import type { HyperParameter } from '../../entities/task.entity.ts';
import type { Em } from '../../orm.ts';
import { query, type Sql, sql } from '../../sql.ts';
import { DEFINITION, isOurDefinition, PARAMETERS } from '../definition.ts';
import { IS_RUN, RUN_NUMBER } from './list-pipelines.ts';
import { type PythonNode, parsePythonDag, pythonState } from './python-dag.ts';

export interface RunRow {
  id: string;
  name: string;
  status: string;
  status_reason: string;
  status_message: string;
  comment: string;
  project: string;
  path: string;
  parent: string | null;
  parent_is_run: boolean;
  number: number;
  attempt: number;
  paused: boolean;
  worker_missing_since: Date | null;
  /** Of its definition; of a run that was made without one the newest that is known. */
  file: string | null;
  ours: boolean;
  version: string | null;
  definition: string | null;
  arguments: Record<string, HyperParameter> | null;
  user_name: string | null;
  user_id: string;
  tags: string[];
  archived: boolean;
  created: Date;
  started: Date | null;
  completed: Date | null;
  updated: Date;
  states: Record<string, number> | null;
  metrics: Record<string, number> | null;
}

/** Runs that fulfil a condition on `t` (their task), newest first. */
export function readRuns(em: Em, where: Sql): Promise<RunRow[]> {
  return query<RunRow>(
    em,
    sql`select t.id, t.name, t.status, t.status_reason, t.status_message, t.comment, t.project, coalesce(p.name, '') as path, t.parent,
          exists (select from tasks parent where parent.id = t.parent and parent.controller = 'pipeline') as parent_is_run,
          ${RUN_NUMBER} as number, t.attempt, coalesce(r.paused, false) as paused, r.worker_missing_since,
          coalesce(r.file, (select k.file from pipeline_runs k join tasks kt on kt.id = k.run
            where kt.project = t.project and k.file is not null order by kt.created desc limit 1)) as file,
          t.controller is not null as ours, t.runtime ->> 'version' as version, t.configuration -> ${DEFINITION} ->> 'value' as definition,
          t.hyperparams -> ${PARAMETERS} as arguments, u.name as user_name, t.user_id, t.tags, 'archived' = any(t.system_tags) as archived,
          t.created, t.started, t.completed, t.last_change as updated, nodes.states, reported.metrics
        from tasks t left join projects p on p.id = t.project left join users u on u.id = t.user_id
          left join pipeline_runs r on r.run = t.id
          left join lateral (
            select json_object_agg(state, count) as states from (
              select state, count(*)::int as count from pipeline_nodes n where n.run = t.id and n.instances is null group by state
            ) counted
          ) nodes on true
          left join lateral (
            select json_object_agg(s.metric || '/' || s.variant, s.value) as metrics
            from series s where s.owner = t.id and not s.of_model and s.finite > 0 and s.metric !~ '^:monitor:'
          ) reported on true
        where ${IS_RUN} and ${where} order by t.created desc, t.id`,
  );
}

export interface ChildStatus {
  id: string;
  name: string;
  status: string;
}

export function summaryOf(row: RunRow, children: readonly ChildStatus[]): RunSummary {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    version: row.version ?? '',
    engine: row.ours ? 'perdura' : 'python',
    status: row.status,
    statusReason: row.status_reason,
    user: row.user_name ?? row.user_id,
    tags: row.tags,
    archived: row.archived,
    created: row.created.toISOString(),
    started: row.started?.toISOString() ?? null,
    completed: row.completed?.toISOString() ?? null,
    updated: row.updated.toISOString(),
    steps: row.ours
      ? (row.states ?? draftSteps(row))
      : countPython(parsePythonDag(row.definition, { begun: row.started !== null }), children),
    parameters: parametersOf(row),
    ...(row.metrics ? { metrics: row.metrics } : {}),
  };
}

/** Of a run that has not begun. */
const draftSteps = (row: RunRow): Partial<Record<StepState, number>> => {
  const steps = definitionOf(row)?.steps.length ?? 0;
  return steps > 0 ? { pending: steps } : {};
};

function countPython(nodes: readonly PythonNode[], children: readonly ChildStatus[]): Partial<Record<StepState, number>> {
  const counts: Partial<Record<StepState, number>> = {};
  for (const node of nodes) {
    const { state } = pythonState(node, children);
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

/** The definition of a run of ours; null when it cannot be read. */
export function definitionOf({ ours, definition }: Pick<RunRow, 'ours' | 'definition'>): PipelineSpec | null {
  if (!ours || definition === null) return null;
  try {
    const value: unknown = JSON.parse(definition);
    return isOurDefinition(value) ? value : null;
  } catch {
    return null;
  }
}

const parametersOf = ({ arguments: section }: RunRow): Record<string, unknown> =>
  Object.fromEntries(Object.entries(section ?? {}).map(([name, item]) => [name, decodeTyped(item)]));

/** Types of the parameters: those of the definition, or those that Python's controller has noted beside the values. */
export function parameterTypes(row: RunRow): Record<string, PipelineParameter> {
  const spec = definitionOf(row);
  if (spec) return spec.parameters ?? {};
  return Object.fromEntries(
    Object.entries(row.arguments ?? {}).map(([name, item]) => [
      name,
      { type: typeOf(item), default: decodeTyped(item), description: item.description ?? '', choices: null },
    ]),
  );
}

const TYPES: Record<string, PipelineParameter['type']> = {
  int: 'integer',
  float: 'number',
  bool: 'boolean',
  list: 'list',
  tuple: 'list',
  dict: 'object',
};

const typeOf = ({ type = '' }: HyperParameter): PipelineParameter['type'] => TYPES[type.split('/')[0] ?? ''] ?? 'string';
