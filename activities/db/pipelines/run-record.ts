import type { PipelineSpec } from '../../../workflows/contracts/pipeline.ts';
import type { ConfigurationItem, HyperParameter } from '../entities/task.entity.ts';
import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { STOP_REQUESTED, STOPPING } from '../tasks/stopping.ts';
import { DEFINITION, PARAMETERS, readDefinition, readParameters } from './definition.ts';

/** What steps need to know of the run that they belong to. */
export interface RunRecord {
  run: string;
  /** Hidden project of the runs. */
  project: string;
  userId: string;
  spec: PipelineSpec;
  parameters: Record<string, unknown>;
  ignoreCache: boolean;
  /** Where its steps' output goes unless they say otherwise. */
  outputDest: string | null;
  /** File of the definition, where it was submitted. */
  file: string | null;
  /** Why its end was asked for; null while it goes on. */
  stop: string | null;
}

/** @throws Refusal `taskNotFound`, `invalid` when definition or parameters are not sound (a clone may have been edited by hand) */
export async function readRun(em: Em, run: string): Promise<RunRecord> {
  const [row] = await query<{
    project: string;
    user_id: string;
    definition: ConfigurationItem | null;
    parameters: Record<string, HyperParameter> | null;
    ignore_cache: boolean | null;
    output_dest: string | null;
    file: string | null;
    stop: string | null;
  }>(
    em,
    sql`select t.project, t.user_id, t.configuration -> ${DEFINITION} as definition, t.hyperparams -> ${PARAMETERS} as parameters, r.ignore_cache,
          t.output ->> 'destination' as output_dest, r.file,
          case when t.status = 'stopped' or (t.status = 'in_progress' and t.status_message = ${STOPPING})
            then coalesce(nullif(t.status_reason, ''), ${STOP_REQUESTED}) end as stop
        from tasks t left join pipeline_runs r on r.run = t.id where t.id = ${run}`,
  );
  if (!row) throw new Refusal('taskNotFound', `run ${run} does not exist`, { field: 'run', data: { id: run } });
  const spec = readDefinition(row.definition ?? undefined);
  return {
    run,
    project: row.project,
    userId: row.user_id,
    spec,
    parameters: readParameters(spec, row.parameters ?? undefined),
    ignoreCache: row.ignore_cache ?? false,
    outputDest: row.output_dest,
    file: row.file,
    stop: row.stop,
  };
}
