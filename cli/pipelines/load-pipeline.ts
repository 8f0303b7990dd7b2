import { isPipelineDefinition, type PipelineDefinition } from '../../sdk/pipelines/definition.ts';
import { loadDefault } from '../definitions/load.ts';

export async function loadPipeline(file: string): Promise<PipelineDefinition> {
  const definition = await loadDefault(file);
  if (isPipelineDefinition(definition)) return definition;
  throw new Error(`${file} has no pipeline as its default export: export default definePipeline(…)`);
}
