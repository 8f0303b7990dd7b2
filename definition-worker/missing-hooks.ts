import type { PipelineDefinition } from '../sdk/pipelines/definition.ts';
import type { StepSpec } from '../workflows/contracts/pipeline.ts';
import type { RunView } from '../workflows/contracts/pipeline-api.ts';

/** The hooks that a run still needs, in words, and that the definition no longer has. */
export function missingHooks({ nodes }: Pick<RunView, 'nodes'>, { callbacks }: PipelineDefinition): string[] {
  const steps = new Map(nodes.flatMap(({ spec, ended }) => (spec && ended === null ? [[spec.name, spec] as const] : [])));
  return [...steps.values()].flatMap((spec) =>
    neededBy(spec)
      .filter((hook) => !callbacks.steps[spec.callbacksOf ?? spec.name]?.[hook])
      .map((hook) => (hook === 'run' ? `the function of step "${spec.name}"` : `${hook} of step "${spec.name}"`)),
  );
}

const neededBy = ({ kind, hooks }: StepSpec) => (kind === 'function' ? (['run', ...hooks] as const) : hooks);
