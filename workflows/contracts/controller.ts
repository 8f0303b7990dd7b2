import type { RunRef } from './run.ts';

/**
 * A controller is a task that a workflow runs in place of an agent: a run of a pipeline, or a sweep. Its record, attempts,
 * parameters and results are those of any task; the tasks that it starts have it as their `parent`.
 */
export const CONTROLLER_KINDS = ['pipeline', 'sweep'] as const;
export type ControllerKind = (typeof CONTROLLER_KINDS)[number];

/** Workflow types, one for each kind. */
export const CONTROLLER_WORKFLOWS = { pipeline: 'pipelineWorkflow', sweep: 'sweepWorkflow' } as const satisfies Record<
  ControllerKind,
  string
>;

export const controllerWorkflowId = (kind: ControllerKind, { taskId, attempt }: RunRef): string => `${kind}-${taskId}-${attempt}`;

/** Input of both workflows, without what they carry over when they continue as new. */
export interface ControllerInput extends RunRef {
  /** For the summary in Temporal Web and for search attributes. */
  name: string;
  project: string;
}

export const CONTROLLER_SIGNALS = {
  /** The status of tasks whose `parent` is the controller has changed: `[taskIds]`. */
  childChanged: 'childChanged',
  /** Somebody wants the run to end: `[{ reason }]`. */
  stopRequested: 'stopRequested',
} as const;

/** Updates that both kinds answer. */
export const CONTROLLER_UPDATES = {
  /** Starts nothing new until resumed; what runs goes on. */
  pause: 'pause',
  resume: 'resume',
} as const;

/** How a controller's attempt ends. */
export interface ControllerEnd {
  status: 'completed' | 'failed' | 'stopped';
  /** One line for a person. */
  reason: string;
  message: string;
}

/** Activities over Postgres that both workflows use. Each is idempotent. */
export interface ControllerActivities {
  /** Writes the end of the attempt and the status of the task. Does nothing when another attempt took its place. */
  finishController(input: { run: RunRef; end: ControllerEnd }): Promise<void>;
  /** Asks children that wait or run to stop. */
  stopChildren(input: { run: RunRef; tasks: string[]; reason: string }): Promise<void>;
}
