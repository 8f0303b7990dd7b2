import type { PipelineSpec } from '../../../../../workflows/contracts/pipeline.ts';
import { type NewRun, submitPipeline } from '../../../api/pipelines.ts';
import { fetchTask } from '../../../api/tasks.ts';

/** The definition stands here in the controller task of every run. */
const DEFINITION = 'Pipeline';

/** Runs the definition of a run as a pipeline of another name or project, and answers the run. */
export async function startInNew(
  run: string,
  { project, name }: { project: string; name: string },
  { parameters, ignoreCache, version }: NewRun,
): Promise<string> {
  const { configuration } = await fetchTask(run);
  const text = configuration?.[DEFINITION]?.value;
  if (!text) throw new Error('The run has no definition any more.');
  const spec = JSON.parse(text) as PipelineSpec;
  const copy = { ...spec, project: project.trim(), name: name.trim(), version: version ?? spec.version };
  return submitPipeline({ spec: copy, parameters, ignoreCache });
}
