import type { PipelineHook, PipelineParameter, PipelineSpec, StepSpec } from '../../workflows/contracts/pipeline.ts';
import { checkSpec } from '../../workflows/domain/pipeline/check-spec.ts';
import { DEFINITION } from '../definition-mark.ts';
import { type Duration, toMilliseconds } from '../duration.ts';
import type { PipelineBuilder } from './builder.ts';
import { codeOf, sourcesOf } from './code-of.ts';
import type { EndContext, RunContext } from './contexts.ts';
import { createBuilder } from './create-builder.ts';
import type { PipelineDefinition } from './definition.ts';
import type { Awaitable, StepDefaults } from './options.ts';
import type { Parameters, ReferencesOf } from './parameters.ts';
import { reference, toPlain } from './reference.ts';

export interface PipelineOptions<P extends Parameters> {
  name: string;
  /** Its runs lie in the hidden project `<project>/.pipelines/<name>`. */
  project: string;
  /** Default `1.0`. */
  version?: string;
  description?: string;
  /** By name: `integer({ default: 5 })`. */
  parameters?: P;
  /** Queue of steps that name none, here or in `defaults`; default `default`. */
  defaultQueue?: string;
  /** What steps have that do not say it themselves. */
  defaults?: StepDefaults;
  /** Wall clock of the whole run. */
  timeLimit?: Duration;
  /** A failed step aborts everything that runs. Otherwise independent branches go on. */
  abortOnFailure?: boolean;
  /** Most steps that run or wait in a queue at a time. */
  maxParallel?: number;
  tags?: readonly string[];
  /** Where the steps' output goes; default the file server. */
  outputUri?: string;
  onStart?(context: RunContext<P>): Awaitable<void>;
  onEnd?(context: EndContext<P>): Awaitable<void>;
}

/**
 * Defines a pipeline: `build` names its steps, each with its parents, and what they pass on. Nothing runs yet. Throws TypeError or RangeError,
 * naming the step, for a definition that is not sound.
 */
export function definePipeline<const P extends Parameters = Record<never, never>>(
  options: PipelineOptions<P>,
  build: (pipeline: PipelineBuilder<P>) => void,
): PipelineDefinition<P> {
  const { builder, recording } = createBuilder<P>(options.defaults ?? {});
  build({ ...builder, parameters: referencesOf(options.parameters ?? ({} as P)) });
  const { onStart, onEnd } = options;
  const definition: PipelineDefinition<P> = {
    [DEFINITION]: 'pipeline',
    spec: { ...compileOptions(options), steps: recording.steps, sources: sourcesOf(recording.callbacks) },
    callbacks: { steps: recording.callbacks, ...(onStart && { onStart }), ...(onEnd && { onEnd }) },
    defaults: options.defaults ?? {},
    nested: recording.nested,
  };
  refuseBorrowed(recording.steps);
  refuseFaults(definition.spec);
  return definition;
}

/** A step of the definition has its own functions. */
function refuseBorrowed(steps: readonly StepSpec[]): void {
  const borrower = steps.find(({ kind, code, callbacksOf }) => callbacksOf !== null || (kind === 'function' && !code.run));
  if (borrower) throw new TypeError(`step "${borrower.name}": callbacksOf is for steps that a callback adds`);
}

/** The server checks the same once more, and what it alone can know. */
function refuseFaults(spec: PipelineSpec): void {
  const faults = checkSpec(spec).map(({ step, message }) => (step === null ? message : `step "${step}": ${message}`));
  if (faults.length > 0) throw new TypeError(`pipeline "${spec.name}": ${faults.join('; ')}`);
}

function referencesOf<P extends Parameters>(parameters: P): ReferencesOf<P> {
  return Object.fromEntries(Object.keys(parameters).map((name) => [name, reference(`pipeline.${name}`)])) as ReferencesOf<P>;
}

function compileOptions<P extends Parameters>(options: PipelineOptions<P>): Omit<PipelineSpec, 'steps' | 'sources'> {
  const hooks: PipelineHook[] = (['onStart', 'onEnd'] as const).filter((hook) => options[hook]);
  return {
    name: options.name,
    project: options.project,
    version: options.version ?? '1.0',
    description: options.description ?? '',
    parameters: toPlain(options.parameters ?? {}, 'parameters') as Record<string, PipelineParameter>,
    defaultQueue: options.defaultQueue ?? 'default',
    timeLimitMs: options.timeLimit === undefined ? null : toMilliseconds(options.timeLimit, 'timeLimit'),
    abortOnFailure: options.abortOnFailure ?? false,
    maxParallel: options.maxParallel ?? null,
    tags: [...(options.tags ?? [])],
    outputUri: options.outputUri ?? null,
    hooks,
    code: codeOf({ onStart: options.onStart, onEnd: options.onEnd }),
  };
}
