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
    if (recording.nested.some(needsWorker))
      throw new TypeError('a nested pipeline that a callback adds can have no callbacks or functions');
    collected.push(...recording.steps.map((added) => withCallbacks(added, definition)));
  }
  return { add, collected };
}

/** A worker that is started anew knows the functions of the definition, and no others. */
function withCallbacks(added: StepSpec, { spec, callbacks }: PipelineDefinition): StepSpec {
  refuseOwn(added);
  if (added.callbacksOf === null) return added;
  const problem = (text: string) => new TypeError(`step "${added.name}": callbacksOf: ${text}`);
  const owner = spec.steps.find(({ name }) => name === added.callbacksOf);
  if (!owner)
    throw problem(`the definition has no step "${added.callbacksOf}"; it has ${spec.steps.map(({ name }) => name).join(', ')}`);
  if (added.kind === 'function' && !callbacks.steps[owner.name]?.run) throw problem(`step "${owner.name}" is no function`);
  const hooks = owner.hooks.filter((hook) => (hook !== 'items' || added.map) && (hook !== 'until' || added.repeat));
  return { ...added, hooks, code: owner.code };
}

function refuseOwn({ name, kind, hooks, code, callbacksOf }: StepSpec): void {
  const advice = 'give it to a step of the definition, and name that one with callbacksOf';
  if (kind === 'function' && (code.run || callbacksOf === null))
    throw new TypeError(`step "${name}": a step that a callback adds can have no function of its own; ${advice}`);
  if (hooks.length > 0)
    throw new TypeError(`step "${name}": a step that a callback adds can have no ${hooks.join(', ')} of its own; ${advice}`);
}
