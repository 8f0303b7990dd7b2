import type { FunctionContext } from './contexts.ts';
import type { PipelineDefinition } from './definition.ts';
import type { FunctionHandle, PipelineHandle, StepHandle, TaskHandle, UpstreamOf } from './handles.ts';
import type {
  ApprovalOptions,
  FunctionOptions,
  FunctionResult,
  MapOption,
  NestedOptions,
  Referable,
  WaitOptions,
} from './options.ts';
import type { Parameters, ReferencesOf, ValueOf } from './parameters.ts';
import type { Reference, Resolved, Value } from './reference.ts';
import type { TaskOptions } from './task-options.ts';

type Handles = readonly StepHandle[];
type IsMapped<M> = M extends undefined ? false : true;
/** What a mapped step may map over. */
type MapOf<P extends Parameters, Parents extends Handles> = MapOption<P, UpstreamOf<Parents>> | undefined;

/** Adds steps. Each gives a handle: to be a parent of later steps, and to refer to what the step makes. */
export interface StepBuilder<P extends Parameters> {
  /** A task: a copy of another one, or made from a repository or a file. */
  task<const Name extends string, const Parents extends Handles = readonly [], const M extends MapOf<P, Parents> = undefined>(
    name: Name,
    options: TaskOptions<P, Parents, M>,
  ): TaskHandle<Name, UpstreamOf<Parents>, IsMapped<M>>;

  /** A TypeScript function, run by the worker of this definition. What it returns is kept as artifacts of a task. */
  run<const Name extends string, Result extends FunctionResult>(
    name: Name,
    run: (context: FunctionContext<P>, args: Record<string, never>) => Promise<Result>,
  ): FunctionHandle<Name, never, Result, false>;
  run<
    const Name extends string,
    Result extends FunctionResult,
    const Parents extends Handles = readonly [],
    const M extends MapOf<P, Parents> = undefined,
    const Arguments extends Record<string, unknown> = Record<string, never>,
  >(
    name: Name,
    options: FunctionOptions<P, Parents, M, Arguments>,
    run: (context: FunctionContext<P>, args: Resolved<Arguments>) => Promise<Result>,
  ): FunctionHandle<Name, UpstreamOf<Parents>, Result, IsMapped<M>>;

  /** Of a step that a callback adds: the function of a step of the definition, named with `callbacksOf`. */
  run<const Name extends string, const Parents extends Handles = readonly [], const M extends MapOf<P, Parents> = undefined>(
    name: Name,
    options: FunctionOptions<P, Parents, M, Record<string, never>> & { callbacksOf: StepHandle | string },
  ): FunctionHandle<Name, UpstreamOf<Parents>, Record<string, unknown>, IsMapped<M>>;

  /** A run of another pipeline: a definition, or one that the server knows by project and name. */
  pipeline<
    const Name extends string,
    Q extends Parameters,
    const Parents extends Handles = readonly [],
    const M extends MapOf<P, Parents> = undefined,
  >(
    name: Name,
    pipeline: PipelineDefinition<Q>,
    options?: NestedOptions<P, Parents, M, GivenTo<Q, Referable<Parents, M>>>,
  ): PipelineHandle<Name, UpstreamOf<Parents>, IsMapped<M>>;
  pipeline<const Name extends string, const Parents extends Handles = readonly [], const M extends MapOf<P, Parents> = undefined>(
    name: Name,
    pipeline: { project: string; name: string; version?: string },
    options?: NestedOptions<P, Parents, M, { readonly [name: string]: Value<Referable<Parents, M>> }>,
  ): PipelineHandle<Name, UpstreamOf<Parents>, IsMapped<M>>;

  /** Waits for a person. A refusal fails the step. */
  approval<const Name extends string, const Parents extends Handles = readonly []>(
    name: Name,
    options: ApprovalOptions<P, Parents>,
  ): StepHandle<Name, UpstreamOf<Parents>>;

  /** Waits for a signal, a time or a date. */
  wait<const Name extends string, const Parents extends Handles = readonly []>(
    name: Name,
    options: WaitOptions<P, Parents>,
  ): StepHandle<Name, UpstreamOf<Parents>>;
}

export interface PipelineBuilder<P extends Parameters> extends StepBuilder<P> {
  readonly parameters: ReferencesOf<P>;
}

/** Values for parameters of another pipeline, or references to values of these types. */
type GivenTo<Q extends Parameters, Steps extends string> = {
  readonly [K in keyof Q]?: ValueOf<Q[K]> | Reference<ValueOf<Q[K]>, Steps>;
};
