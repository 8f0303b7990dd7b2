import type { PipelineSpec } from '../../../workflows/contracts/pipeline.ts';
import type { Em } from '../orm.ts';
import { ensureProject } from '../projects/create-project.ts';
import { query, sql } from '../sql.ts';
import { insertTask } from '../tasks/create-task.ts';
import { DEFINITION, definitionItem, PARAMETERS, parameterSection } from './definition.ts';

export interface NewRun {
  spec: PipelineSpec;
  parameters: Record<string, unknown>;
  userId: string;
  ignoreCache: boolean;
  /** Where the steps' output goes when the definition does not say. */
  outputDest: string | null;
  /** File of the definition, where it was submitted. */
  file: string | null;
  /** The run of which it is a step, and that step. */
  parent?: string;
  parentNode?: string;
}

/** The hidden project of a pipeline's runs, as ClearML names it. */
export const runsProject = (project: string, name: string): string => `${project}/.pipelines/${name}`;

/** Makes a run as a draft: a controller task with the definition and the parameters, numbered in its project. */
export async function insertRun(em: Em, input: NewRun): Promise<{ run: string; number: number }> {
  const { spec, parameters, userId } = input;
  const project = await ensureRunsProject(em, input);
  // One after the other, so that each has a number of its own.
  await query(em, sql`select 1 from projects where id = ${project} for update`);
  const number = await nextNumber(em, project);
  const run = await insertTask(em, {
    userId,
    controller: 'pipeline',
    content: {
      name: number === 1 ? spec.name : `${spec.name} #${number}`,
      type: 'controller',
      project,
      comment: spec.description,
      tags: spec.tags,
      system_tags: ['pipeline'],
      parent: input.parent,
      output_dest: spec.outputUri ?? input.outputDest,
      configuration: { [DEFINITION]: definitionItem(spec) },
      hyperparams: {
        [PARAMETERS]: parameterSection(spec, parameters),
        properties: { version: { section: 'properties', name: 'version', value: spec.version, type: 'str' } },
      },
      runtime: { version: spec.version },
    },
  });
  await query(
    em,
    sql`insert into pipeline_runs (run, number, ignore_cache, parent_node, file)
        values (${run}, ${number}, ${input.ignoreCache}, ${input.parentNode ?? null}, ${input.file})`,
  );
  return { run, number };
}

async function ensureRunsProject(em: Em, { spec, userId }: NewRun): Promise<string> {
  await ensureProject(em, { name: `${spec.project}/.pipelines`, userId, system_tags: ['hidden'] });
  return ensureProject(em, { name: runsProject(spec.project, spec.name), userId, system_tags: ['hidden', 'pipeline'] });
}

/** Runs of Python's controller, and clones, are counted too. */
async function nextNumber(em: Em, project: string): Promise<number> {
  const [row] = await query<{ number: number }>(
    em,
    sql`select greatest(
          coalesce(max(r.number), 0),
          coalesce(max(substring(t.name from ' #([0-9]{1,8})$')::int), 0),
          case when count(*) > 0 then 1 else 0 end) + 1 as number
        from tasks t left join pipeline_runs r on r.run = t.id
        where t.project = ${project} and 'pipeline' = any(t.system_tags)`,
  );
  return row?.number ?? 1;
}
