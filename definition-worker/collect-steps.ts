import type { StepBuilder } from '../sdk/pipelines/builder.ts';
import { createBuilder } from '../sdk/pipelines/create-builder.ts';
import { needsWorker, type PipelineDefinition } from '../sdk/pipelines/definition.ts';
import type { Parameters } from '../sdk/pipelines/parameters.ts';
import type { StepSpec } from '../workflows/contracts/pipeline.ts';

/** Takes down the steps that a callback adds. */
export function collectSteps(definition: PipelineDefinition) {
  const collected: StepSpec[] = [];
  function add(build: (steps: StepBuilder<Parameters>) => void): void {
    const { builder, recording } = createBuilder<Parameters>(definition.defaults);
    build(builder);
    for (const added of recording.steps) refuseCallbacks(added);
    if (recording.nested.some(needsWorker))
      throw new TypeError('a nested pipeline that a callback adds can have no callbacks or functions');
    collected.push(...recording.steps);
  }
  return { add, collected };
}

/** After a restart the worker would not have them. */
function refuseCallbacks({ name, kind, hooks }: StepSpec): void {
  if (kind === 'function') throw new TypeError(`step "${name}": a step that a callback adds cannot be a function`);
  if (hooks.length > 0) throw new TypeError(`step "${name}": a step that a callback adds can have no ${hooks.join(', ')}`);
}
