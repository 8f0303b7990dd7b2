import type { PipelineHook, StepHook, StepSpec, StepState } from './pipeline.ts';

/**
 * Activities that the worker of a pipeline's definition serves on `definitionTaskQueue`. Temporal runs an activity at least once: what is
 * promised is one recorded outcome for each key, and that what a hook returns is applied once.
 */
export interface DefinitionActivities {
  callStepHook(call: StepHookCall): Promise<StepHookOutcome>;
  callPipelineHook(call: PipelineHookCall): Promise<void>;
  /** Runs a function step; answers JSON values by key. */
  runFunction(call: FunctionCall): Promise<Record<string, unknown>>;
}

export const definitionTaskQueue = (project: string, name: string): string => `pipeline-${project}/${name}`;

export interface HookCallBase {
  /** The same for every try of one call: `<run>/<step>/<hook>/<attempt>`. Give it to whatever must not happen twice. */
  idempotencyKey: string;
  run: string;
  pipeline: { project: string; name: string; version: string };
  /** Values of the pipeline's parameters, typed. */
  parameters: Record<string, unknown>;
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
  /** Parameters that the step's task will have, references resolved. */
  stepParameters: Record<string, unknown>;
  /** Tasks of the nodes that have ended, by name. */
  tasks: Record<string, string>;
}

export interface StepHookOutcome {
  /** `preExecute`: false skips the step and its descendants. `when`, `until`, `retry`: the decision. */
  decision?: boolean;
  /** `preExecute`: parameters to change. */
  parameters?: Record<string, unknown>;
  /** `items`: the list to map over. */
  items?: unknown[];
  /** `postExecute`: steps to add to the run. */
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
  arguments: Record<string, unknown>;
}
