import type { StepState } from '../../workflows/contracts/pipeline.ts';
import type { HttpClient } from '../http-client.ts';
import type { TaskReader } from '../tasks/task-reader.ts';
import type { StepBuilder } from './builder.ts';
import type { StepHandle } from './handles.ts';
import type { Parameters, ValuesOf } from './parameters.ts';

/** What every callback is given. */
export interface RunContext<P extends Parameters> {
  /**
   * The same whenever this call is made again, because the worker died or its answer was lost. Hand it to whatever must not happen twice: an
   * insert with a unique key, a payment, a message.
   */
  readonly idempotencyKey: string;
  /** Aborted when the run is, when the call takes too long, and when the worker is told to end. */
  readonly signal: AbortSignal;
  /** Writes a line to the worker's output, and to the console of the step's task or, where there is none yet, of the run. */
  log(text: string): void;
  /** Speaks to the server as the user who runs the worker. */
  readonly client: HttpClient;
  /** Id of the run, which is a task. */
  readonly run: string;
  readonly pipeline: { readonly project: string; readonly name: string; readonly version: string };
  readonly parameters: Readonly<ValuesOf<P>>;
}

export interface EndContext<P extends Parameters> extends RunContext<P> {
  /** How the run is about to end. */
  readonly status: string;
}

export interface StepContext<P extends Parameters> extends RunContext<P> {
  /** Name of the step, and of its instance where it is mapped or repeated: `train` and `train[2]`. */
  readonly step: string;
  readonly node: string;
  /** From 1. */
  readonly attempt: number;
  readonly state: StepState;
  /** Of an instance of a mapped step: its item and its place in the list. */
  readonly item: unknown;
  readonly index: number | undefined;
  /** The task of a step that has ended; of a mapped or repeated one by the name of its instance. Throws when there is none. */
  taskOf(step: StepHandle | string): TaskReader;
}

export interface PreExecuteContext<P extends Parameters> extends StepContext<P> {
  /** What the task will have, by section and name. Assign to change it. */
  readonly stepParameters: Record<string, unknown>;
}

export interface StatusContext<P extends Parameters> extends StepContext<P> {
  readonly previousState: StepState | null;
  /** Undefined while the step has none. */
  readonly task: TaskReader | undefined;
}

/** The step has ended, or this attempt at it. */
export interface TaskContext<P extends Parameters> extends StepContext<P> {
  readonly task: TaskReader;
}

export interface PostExecuteContext<P extends Parameters> extends TaskContext<P> {
  /**
   * Adds steps to the run when the callback has returned. They have this step as a parent at least. Callbacks and functions of theirs are those
   * of a step of the definition, named with `callbacksOf`.
   */
  addSteps(build: (steps: StepBuilder<P>) => void): void;
}

export interface FunctionContext<P extends Parameters> extends StepContext<P> {
  /** The step's own task: what the function reports about it is kept there. */
  readonly task: TaskReader;
}
