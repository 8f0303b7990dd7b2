import type { Stage } from './run.ts';

/** Input of `taskWorkflow`: one attempt of one task. */
export interface TaskWorkflowInput {
  taskId: string;
  attempt: number;
  /** For the summary in Temporal Web and for search attributes. */
  name: string;
  project: string;
  queue: string | null;
  /** How long an agent may be out of reach before its run is lost, in milliseconds. */
  agentLostAfterMs: number;
  /** How long a stock agent may be silent before its run is lost, in milliseconds. */
  stockLostAfterMs: number;
  /** The same for a process that nobody but its user has started: it may sleep with his laptop. */
  localLostAfterMs: number;
  /** Who runs it. Workflows that earlier releases have started wait for the signal. */
  claim?: ClaimedSignal;
  /** Its search attributes say from the start that it runs. */
  marked?: true;
}

/** Signal `claimed`: who runs the attempt. */
export type ClaimedSignal =
  | { kind: 'agent'; worker: string; agentTaskQueue: string; stages: Stage[] }
  /** A stock agent or the user's own process; the workflow follows what it reports. */
  | { kind: 'external'; worker: string };

/** Signal `stopRequested`. */
export interface StopRequestedSignal {
  reason: string;
}

/** Signal `queueChanged` of earlier releases: the name of the queue in which the attempt waits now. */
export interface QueueChangedSignal {
  queue: string | null;
}

export const TASK_SIGNALS = {
  claimed: 'claimed',
  stopRequested: 'stopRequested',
  queueChanged: 'queueChanged',
  recordChanged: 'recordChanged',
} as const;
export const TASK_WORKFLOW = 'taskWorkflow';
