import type { PipelineView } from '../../../../workflows/contracts/pipeline-api.ts';
import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { splitRunsProject } from './runs-project.ts';

const MOST_LATEST = 10;

interface Row {
  id: string;
  path: string;
  ours: boolean;
  versions: (string | null)[];
  runs: number;
  /** Of the pipeline's own project. */
  tags: string[];
  /** Of its newest run. */
  newest_tags: string[];
  latest: { id: string; status: string; number: number; started: string | null; completed: string | null }[];
}

/** A run of a pipeline, of ours or of Python's controller. */
export const IS_RUN = sql`t.type = 'controller' and 'pipeline' = any(t.system_tags)`;

/** Its number among those of its project: Python's controller keeps it in the name. */
export const RUN_NUMBER = sql`coalesce(r.number, substring(t.name from ' #([0-9]{1,8})$')::int, 1)`;

/** Every pipeline that has had a run, the one with the newest run first. */
export async function listPipelines(em: Em): Promise<PipelineView[]> {
  const rows = await query<Row>(
    em,
    sql`with runs as (
          select t.*, ${RUN_NUMBER} as number, row_number() over (partition by t.project order by t.created desc, t.id) as place
          from tasks t left join pipeline_runs r on r.run = t.id
          where ${IS_RUN} and not 'archived' = any(t.system_tags)
        )
        select p.id, p.name as path, p.tags, count(*)::int as runs,
          (json_agg(runs.tags order by runs.created desc)) -> 0 as newest_tags,
          (array_agg(runs.controller is not null order by runs.created desc))[1] as ours,
          array_agg(distinct runs.runtime ->> 'version') as versions,
          json_agg(json_build_object('id', runs.id, 'status', runs.status, 'number', runs.number,
            'started', to_json(runs.started at time zone 'UTC')::text, 'completed', to_json(runs.completed at time zone 'UTC')::text)
            order by runs.created desc) filter (where place <= ${MOST_LATEST}) as latest
        from runs join projects p on p.id = runs.project
        group by p.id order by max(runs.created) desc`,
  );
  return rows.map(({ id, path, ours, versions, latest, tags, newest_tags, ...row }) => ({
    ...row,
    id,
    ...splitRunsProject(path),
    tags: [...new Set([...tags, ...newest_tags])].toSorted(),
    engine: ours ? 'perdura' : 'python',
    versions: versions.filter((version) => version !== null).toSorted(),
    latest: latest.map((run) => ({ ...run, started: isoOf(run.started), completed: isoOf(run.completed) })),
  }));
}

/** A timestamp as `to_json` writes it in UTC, without a zone and in quotes. */
const isoOf = (text: string | null): string | null => (text === null ? null : new Date(`${JSON.parse(text)}Z`).toISOString());
