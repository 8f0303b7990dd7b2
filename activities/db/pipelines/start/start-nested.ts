import type { NestedPipelineStep } from '../../../../workflows/contracts/pipeline.ts';
import { startController } from '../../controllers/start-controller.ts';
import type { ConfigurationItem } from '../../entities/task.entity.ts';
import { Refusal } from '../../errors.ts';
import { query, sql } from '../../sql.ts';
import { lockTask } from '../../tasks/lock.ts';
import { chooseParameters, DEFINITION, readDefinition } from '../definition.ts';
import { createResolver } from '../facts.ts';
import { insertRun, runsProject } from '../insert-run.ts';
import { updateNode } from '../node-rows.ts';
import type { StepStart } from '../start-steps.ts';
import { addToTimeline } from '../timeline.ts';

/** Makes a run of another pipeline whose parent is this one, and starts it. */
export async function startNested({ em, record, row, attempt, actor }: StepStart, step: NestedPipelineStep): Promise<void> {
  const context = { run: record.run, parameters: record.parameters, node: row };
  const wanted = { ...step.parameters, ...row.overrides };
  const given = (await createResolver(em, context, wanted)).resolve(wanted);
  const spec = 'spec' in step.pipeline ? step.pipeline.spec : await newestDefinition(em, step.pipeline);
  const { run } = await insertRun(em, {
    spec,
    parameters: chooseParameters(spec, given),
    userId: record.userId,
    parent: record.run,
    parentNode: row.name,
    ignoreCache: record.ignoreCache,
    outputDest: record.outputDest,
    file: 'spec' in step.pipeline ? record.file : null,
  });
  await startController(em, await lockTask(em, run), { actor, reason: `step of run ${record.run}` });
  const now = new Date();
  await updateNode(em, row, {
    state: 'running',
    reason: null,
    attempts: attempt,
    task: run,
    earlier: row.task === null ? row.earlier : [...row.earlier, row.task],
    parameters: given,
    queued: now,
    started: now,
    ended: null,
    limit_reason: null,
  });
  await addToTimeline(em, { run: row.run, node: row.name, state: 'running', text: `run ${run}` });
}

/** The definition of the newest run of a pipeline, of one version if that is named. */
async function newestDefinition(
  em: StepStart['em'],
  { project, name, version }: { project: string; name: string; version: string | null },
) {
  const [row] = await query<{ definition: ConfigurationItem }>(
    em,
    sql`select t.configuration -> ${DEFINITION} as definition from tasks t join projects p on p.id = t.project
        where p.name = ${runsProject(project, name)} and t.controller = 'pipeline'
          and (${version}::text is null or t.configuration -> ${DEFINITION} ->> 'value' like '{%' and
            (t.configuration -> ${DEFINITION} ->> 'value')::jsonb ->> 'version' = ${version})
        order by t.created desc limit 1`,
  );
  if (row) return readDefinition(row.definition);
  const wanted = `pipeline "${name}"${version === null ? '' : ` of version ${version}`} in project "${project}"`;
  throw new Refusal('taskNotFound', `${wanted} has no run whose definition could be taken`, { field: 'pipeline' });
}
