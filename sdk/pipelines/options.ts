import type { Duration } from '../duration.ts';
import type { Conditional } from './conditions.ts';
import type { PostExecuteContext, PreExecuteContext, StatusContext, StepContext, TaskContext } from './contexts.ts';
import type { Item, Self, StepHandle, UpstreamOf } from './handles.ts';
import type { Parameters } from './parameters.ts';
import type { Reference, Value } from './reference.ts';
import type { ContainerOption } from './task-options.ts';

export type Awaitable<T> = T | Promise<T>;
// biome-ignore lint/suspicious/noConfusingVoidType: a callback that returns nothing at its end gives void
type OrNothing<T> = T | void;
/** What a function step may give: values by key, or nothing. */
export type FunctionResult = OrNothing<object>;

/** A list, or a function that gives one when the parents have ended. */
type Over<P extends Parameters, Steps extends string> =
  | readonly unknown[]
  | Reference<readonly unknown[], Steps>
  | ((context: StepContext<P>) => Awaitable<readonly unknown[]>);
export type MapOption<P extends Parameters, Steps extends string> =
  | readonly unknown[]
  | Reference<readonly unknown[], Steps>
  | { over: Over<P, Steps> /** Most instances at a time. */; maxParallel?: number };

/** Steps that a step may refer to: those above it, and its item if it is mapped. */
export type Referable<Parents extends readonly StepHandle[], M> = UpstreamOf<Parents> | (M extends undefined ? never : Item);

/** What every kind of step may say. */
export interface StepOptions<P extends Parameters, Parents extends readonly StepHandle[], M> {
  /** Steps that must have ended before. */
  parents?: Parents;
  /** Otherwise the step and what depends on it are skipped. */
  when?: Conditional<UpstreamOf<Parents>> | ((context: StepContext<P>) => Awaitable<boolean>);
  /** One instance for each item of a list, side by side. */
  map?: M;
  /** Runs again until the condition holds, at most so often. */
  repeat?: {
    until?: Conditional<UpstreamOf<Parents> | Self> | ((context: TaskContext<P>) => Awaitable<boolean>);
    atMost: number;
  };
  timeLimit?: Duration;
  /** Whether the time in the queue counts too. */
  timeLimitIncludesQueue?: boolean;
  /** Goes on with the descendants when the step fails, or is aborted. */
  continueOnFail?: boolean;
  continueOnAbort?: boolean;
  /** With these, goes on with everything but the descendants. */
  skipChildrenOnFail?: boolean;
  skipChildrenOnAbort?: boolean;
  /** Steps of one stage are drawn as a group. */
  stage?: string;
  /** For steps that a callback adds: they have the callbacks of that step of the definition, and its function if they are one. */
  callbacksOf?: StepHandle | string;
  /** Called on each change of the step's state. */
  onStatusChange?(context: StatusContext<P>): Awaitable<void>;
}

/** Of steps that do work: tasks, functions, nested pipelines. */
export interface WorkOptions<P extends Parameters, Parents extends readonly StepHandle[], M> extends StepOptions<P, Parents, M> {
  /** How often a failure is answered by another attempt; default 0, and 10 beside `retry`. */
  retries?: number;
  /** Whether to try again after the attempt that failed; asked within `retries`. */
  retry?(context: TaskContext<P>): Awaitable<boolean>;
  /** Called before the step starts: may change `context.stepParameters`, and skips the step with its descendants by giving false. */
  preExecute?(context: PreExecuteContext<P>): Awaitable<OrNothing<boolean>>;
  /** Called when the step has ended well, or been taken from the cache. */
  postExecute?(context: PostExecuteContext<P>): Awaitable<void>;
}

export interface FunctionOptions<P extends Parameters, Parents extends readonly StepHandle[], M, Arguments>
  extends WorkOptions<P, Parents, M> {
  arguments?: Arguments & { readonly [name: string]: Value<Referable<Parents, M>> };
  /**
   * Takes the results of an equal call that completed before: of the same function by its text, in the same version of the pipeline, with the same
   * arguments and parameters. What the function calls or reads otherwise is not looked at.
   */
  cache?: boolean;
}

export interface NestedOptions<P extends Parameters, Parents extends readonly StepHandle[], M, Given>
  extends WorkOptions<P, Parents, M> {
  parameters?: Given;
}

export interface ApprovalOptions<P extends Parameters, Parents extends readonly StepHandle[]>
  extends StepOptions<P, Parents, undefined> {
  /** What the person is asked. */
  prompt: string;
}

/** Ends by the first that comes: a signal by name, a time, a date. */
export interface WaitOptions<P extends Parameters, Parents extends readonly StepHandle[]>
  extends Omit<StepOptions<P, Parents, undefined>, 'map'> {
  signal?: string;
  time?: Duration;
  date?: Date | string;
}

/** What steps have that do not say it themselves. */
export interface StepDefaults {
  queue?: string;
  packages?: readonly string[];
  container?: ContainerOption;
  gpus?: number;
  retries?: number;
  timeLimit?: Duration;
  timeLimitIncludesQueue?: boolean;
  continueOnFail?: boolean;
  continueOnAbort?: boolean;
  skipChildrenOnFail?: boolean;
  skipChildrenOnAbort?: boolean;
  cache?: boolean;
}
