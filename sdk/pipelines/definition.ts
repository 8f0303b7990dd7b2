import type { PipelineSpec, StepHook } from '../../workflows/contracts/pipeline.ts';
import { DEFINITION } from '../definition-mark.ts';
import type { StepDefaults } from './options.ts';
import type { Parameters } from './parameters.ts';

declare const PARAMETERS: unique symbol;

// biome-ignore lint/suspicious/noExplicitAny: each is called with the context and arguments of its hook
type Callback = (...args: any[]) => unknown;

/** The functions of a step by hook; `run` is the function of a function step. */
export type StepCallbacks = Partial<Record<StepHook | 'run', Callback>>;

/** A pipeline: what is sent to the server, and the functions that stay with the definition's worker. */
export interface PipelineDefinition<P extends Parameters = Parameters> {
  readonly [DEFINITION]: 'pipeline';
  readonly [PARAMETERS]?: P;
  readonly spec: PipelineSpec;
  readonly callbacks: {
    readonly steps: Readonly<Record<string, StepCallbacks>>;
    readonly onStart?: Callback;
    readonly onEnd?: Callback;
  };
  /** What steps added later have that do not say it themselves. */
  readonly defaults: StepDefaults;
  /** Definitions of nested pipelines. */
  readonly nested: readonly PipelineDefinition[];
}

export const isPipelineDefinition = (value: unknown): value is PipelineDefinition =>
  typeof value === 'object' && value !== null && (value as Partial<PipelineDefinition>)[DEFINITION] === 'pipeline';

/** The definition and those of the pipelines in it, each once. */
export function allDefinitions(definition: PipelineDefinition): PipelineDefinition[] {
  return [...new Set([definition, ...definition.nested.flatMap(allDefinitions)])];
}

/** Whether the run needs a worker: something of it, or of a pipeline in it, is a function of the definition. */
export const needsWorker = (definition: PipelineDefinition): boolean =>
  allDefinitions(definition).some(
    ({ spec }) => spec.hooks.length > 0 || spec.steps.some(({ kind, hooks }) => kind === 'function' || hooks.length > 0),
  );
