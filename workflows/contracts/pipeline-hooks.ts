import type { PipelineHook, StepHook, StepSpec, StepState } from './pipeline.ts';

/**
 * Activities that the worker of a pipeline's definition serves on `definitionTaskQueue`. Temporal runs an activity at least once: what is
 * promised is one recorded outcome for each key, and that what a hook returns is applied once.
 */
export interface DefinitionActivities {
  callStepHook(call: StepHookCall): Promise<StepHookOutcome>;
  callPipelineHook(call: PipelineHookCall): Promise<void>;
  runFunction(call: FunctionCall): Promise<FunctionAnswer>;
}

/** GET /api/temporal: where workers of definitions poll. */
export interface TemporalLocation {
  address: string;
  namespace: string;
}

/** Types of the failures that a definition's worker throws. */
export const HOOK_FAILURES = {
  /** Retried: the worker's definition has no such hook, a newer worker may. */
  MISSING: 'HookMissing',
  /** Retried: the server did not answer what the callback asked. */
  UNREACHABLE: 'ServerUnreachable',
  /** Final: the callback threw, or gave something that has no meaning; the step fails with its message. */
  FAILED: 'CallbackFailed',
} as const;

export const definitionTaskQueue = (project: string, name: string): string => `pipeline-${project}/${name}`;

export interface HookCallBase {
  /** The same for every try of one call: `<run>/<step>/<hook>/<attempt>`. Give it to whatever must not happen twice. */
  idempotencyKey: string;
  run: string;
  pipeline: { project: string; name: string; version: string };
  /** Values of the pipeline's parameters, typed; null when they are long: then the worker asks for them. */
  parameters: Record<string, unknown> | null;
}

export interface StepHookCall extends HookCallBase {
  hook: StepHook;
  /** Name of the node, and of the step that it is an instance of. */
  node: string;
  step: string;
  /** From 1. */
  attempt: number;
  state: StepState;
  previousState: StepState | null;
  /** Task of the step, once there is one. */
  task: string | null;
  /** The step whose callbacks it has, when they are not its own. */
  callbacksOf: string | null;
  /** Parameters that the step's task will have, references resolved; null when they are long: then the worker asks for them. */
  stepParameters: Record<string, unknown> | null;
  /** Tasks of the nodes that have ended, by name. */
  tasks: Record<string, string>;
  /** Of an instance of a mapped step: its item and place in the list. A long item is left out: then the worker asks for it. */
  item?: unknown;
  index?: number;
}

export interface StepHookOutcome {
  /** `preExecute`: false skips the step and its descendants. `when`, `until`, `retry`: the decision. */
  decision?: boolean;
  /** `preExecute`: parameters to change; the others stay. */
  parameters?: Record<string, unknown>;
  /** `items`: the list to map over. */
  items?: unknown[];
  /** `postExecute`: steps to add to the run; those without parents come after this one. */
  addSteps?: StepSpec[];
}

export interface PipelineHookCall extends HookCallBase {
  hook: PipelineHook;
  /** `onEnd`: how the run is about to end. */
  status: string | null;
}

export interface FunctionCall extends HookCallBase {
  node: string;
  step: string;
  attempt: number;
  task: string;
  /** The step whose function it is, when it is not its own. */
  callbacksOf: string | null;
  /** Fingerprint of the function whose text the task shows; a worker that runs another one puts its text there. Null when there is no text. */
  code?: string | null;
  /** Null when they are long: then the worker asks for them. */
  arguments: Record<string, unknown> | null;
  /** As for hooks of steps. */
  tasks?: Record<string, string>;
  item?: unknown;
  index?: number;
}

/** Longer values that a function gives back are no parameters of its task, and do not travel through Temporal. */
export const LONGEST_PARAMETER = 1000;

export interface FunctionAnswer {
  /** By key. Those that are missing were stored by PUT /api/pipelines/runs/:run/steps/:node/results/:key. */
  values: Record<string, unknown>;
  /** Fingerprint of the function that ran. */
  code: string;
}
