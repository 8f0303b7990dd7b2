import type { PipelineSpec } from '../../workflows/contracts/pipeline.ts';
import { checkParameterValue } from './parameters.ts';

export function checkSpec(spec: PipelineSpec): void {
  for (const [name, parameter] of Object.entries(spec.parameters)) checkParameterValue(name, parameter, parameter.default);
}
