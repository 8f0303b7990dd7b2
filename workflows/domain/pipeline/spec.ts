/**
 * A pipeline as plain data. The definition of a run is the configuration object `Pipeline` of its controller task, as JSON; its
 * parameters are the section `Args` of the task's hyper-parameters. So a run is cloned, edited and started like any task.
 *
 * Strings anywhere in `parameters`, `configurations`, `overrides`, `arguments` and conditions may hold references:
 * `${step.id}`, `${step.artifacts.NAME.url}`, `${step.models.output.-1.url}`, `${step.parameters.Args/lr}`, `${step.result.key}`,
 * `${step.metrics.TITLE.SERIES.last}` (`min`, `max`), `${pipeline.parameter}`, and inside a mapped step `${item}`, `${item.key}`, `${index}`.
 * A string that is one reference and nothing else takes the type of what it refers to.
 *
 * A reference to a mapped step is the list of what its instances have, in the order of the items, null for those that did not complete;
 * `${train[0].id}` is one of them. A reference to a repeated step means its newest instance. In its own `repeat.until` a step may refer to itself.
 */
export interface PipelineSpec {
  name: string;
  /** The runs lie in the hidden project `<project>/.pipelines/<name>`. */
  project: string;
  version: string;
  description: string;
  parameters: Record<string, PipelineParameter>;
  steps: StepSpec[];
  /** Queue of steps that name none. */
  defaultQueue: string;
  /** Wall clock of the whole run, in milliseconds; null for no limit. */
  timeLimitMs: number | null;
  /** A failed step aborts everything that runs. Otherwise independent branches go on. */
  abortOnFailure: boolean;
  /** Most steps that run or wait in a queue at a time; null for no limit. */
  maxParallel: number | null;
  tags: string[];
  /** Where the steps' output goes; null for the file server. */
  outputUri: string | null;
  /** Hooks of the whole run that the definition's worker serves. */
  hooks: PipelineHook[];
  /** Fingerprints of their functions, by hook. */
  code: Record<string, string>;
  /** Texts of the functions of function steps, by step: for people. */
  sources: Record<string, string>;
}

export type PipelineHook = 'onStart' | 'onEnd';

export type ParameterType = 'string' | 'integer' | 'number' | 'boolean' | 'list' | 'object';

export interface PipelineParameter {
  type: ParameterType;
  default: unknown;
  description: string;
  /** Allowed values; null for any of the type. */
  choices: unknown[] | null;
}

export type StepSpec = TaskStep | FunctionStep | NestedPipelineStep | ApprovalStep | WaitStep;
export type StepKind = StepSpec['kind'];

/** What every kind of step may say. */
export interface StepBase {
  /** Unique in the pipeline: letters, digits, `_`, `-`, space. Instances of mapped and repeated steps are called `name[0]`, `name#2`. */
  name: string;
  parents: string[];
  /** Callbacks that the definition's worker serves for this step. */
  hooks: StepHook[];
  /** Fingerprints of its functions, by hook, and of a function step's own as `run`. */
  code: Record<string, string>;
  /** The step whose functions it has, instead of its own; only of steps that a callback adds. */
  callbacksOf: string | null;
  /** Runs only when it holds once the parents have ended; otherwise the step and what depends on it are skipped. */
  when: Condition | null;
  /** One instance for each item of a list known at run time, side by side. The step ends when all have. */
  map: { over: unknown; maxParallel: number | null } | null;
  /** Runs again, one instance after another, until the condition holds or the bound is met. */
  repeat: { until: Condition | null; atMost: number } | null;
  /** How often a failure is answered by another attempt; failures of the infrastructure have a budget of their own. */
  retries: number;
  /** In milliseconds; null for no limit. */
  timeLimitMs: number | null;
  /** Whether the time in the queue counts too. */
  timeLimitIncludesQueue: boolean;
  continueOnFail: boolean;
  continueOnAbort: boolean;
  /** With `continueOnFail`: skips the descendants instead of running them. */
  skipChildrenOnFail: boolean;
  skipChildrenOnAbort: boolean;
  /** Steps of one stage are drawn as a group. */
  stage: string | null;
}

/** In the order in which they are called. `when`, `items` and `until` stand in for the plain data of `when`, `map.over` and `repeat.until`. */
export const STEP_HOOKS = ['when', 'items', 'preExecute', 'onStatusChange', 'postExecute', 'until', 'retry'] as const;
export type StepHook = (typeof STEP_HOOKS)[number];

export interface Condition {
  value: unknown;
  is: 'equal' | 'notEqual' | 'above' | 'atLeast' | 'below' | 'atMost' | 'true' | 'false';
  than?: unknown;
}

/** A step that is a task: cloned from another one, or made from a repository. */
export interface TaskStep extends StepBase {
  kind: 'task';
  base: StepBaseTask;
  /** By section and name: `Args/lr`. Types are kept. */
  parameters: Record<string, unknown>;
  configurations: Record<string, unknown>;
  /** Fields of the task by path: `script.branch`, `container.image`. */
  overrides: Record<string, unknown>;
  queue: string | null;
  packages: string[] | null;
  container: { image: string; arguments: string; setupScript: string } | null;
  /** GPUs that the step needs; null says nothing. */
  gpus: number | null;
  tags: string[];
  /** Takes the results of an equal step that completed before. */
  cache: boolean;
  /** Copied to the run while the step runs: source name and name on the run. */
  monitor: { metrics: MonitoredMetric[]; artifacts: Renamed[]; models: Renamed[] };
  /** Runs where that step ran, while its agent is there. */
  sameWorkerAs: string | null;
}

export type StepBaseTask =
  | { task: string }
  | { project: string; name: string }
  /** The code of one file, kept with the task: no repository. It holds no references. */
  | { code: string; entryPoint: string; binary: string }
  | {
      repository: string;
      branch: string | null;
      commit: string | null;
      entryPoint: string;
      workingDir: string;
      binary: string;
    };

export interface Renamed {
  from: string;
  to: string;
}

export interface MonitoredMetric {
  title: string;
  series: string;
  toTitle: string;
  toSeries: string;
}

/** A TypeScript function of the definition, run by its worker; its result becomes artifacts and `return/<key>` parameters of a task. */
export interface FunctionStep extends StepBase {
  kind: 'function';
  arguments: Record<string, unknown>;
  cache: boolean;
}

/** A run of another pipeline, as a child. */
export interface NestedPipelineStep extends StepBase {
  kind: 'pipeline';
  /** The newest version when `version` is null. */
  pipeline: { project: string; name: string; version: string | null } | { spec: PipelineSpec };
  parameters: Record<string, unknown>;
}

/** Waits for a person. A refusal fails the step. */
export interface ApprovalStep extends StepBase {
  kind: 'approval';
  prompt: string;
}

/** Waits for a signal by name, for a time, or until a time, whichever comes first. */
export interface WaitStep extends StepBase {
  kind: 'wait';
  signal: string | null;
  forMs: number | null;
  /** ISO 8601. */
  until: string | null;
}

/**
 * `pending`: its parents have not ended. `blocked`: waits for the definition's worker to serve a hook. `awaiting`: waits for an approval, a
 * signal or a time. `queued`, `running`: its task is. Then one end.
 */
export const STEP_STATES = [
  'pending',
  'blocked',
  'awaiting',
  'queued',
  'running',
  'completed',
  'cached',
  'failed',
  'aborted',
  'skipped',
] as const;
export type StepState = (typeof STEP_STATES)[number];

export const STEP_ENDS = ['completed', 'cached', 'failed', 'aborted', 'skipped'] as const satisfies readonly StepState[];
