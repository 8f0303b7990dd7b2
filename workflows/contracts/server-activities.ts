import type { ExecuteOutcome, RunRef, Stage } from './run.ts';

/** How an attempt ended, as its workflow saw it. */
export type AttemptEnd =
  | { kind: 'executed'; outcome: ExecuteOutcome }
  /** A stage before the user's code failed by the user's making. */
  | { kind: 'stageFailed'; stage: Stage; message: string }
  /** A stage failed for want of infrastructure, after its retries. */
  | { kind: 'infrastructureFailed'; stage: Stage; message: string }
  /** The agent was out of reach for too long. */
  | { kind: 'agentLost' }
  | { kind: 'stopped'; reason: string };

/** What the record says of an attempt that somebody else runs. */
export interface ExternalRunView {
  /** The attempt has ended, or another one took its place. */
  over: boolean;
  /** It did not come out of a queue: the user has started it himself. */
  local: boolean;
  /** Milliseconds since its worker or process was last heard. */
  silentMs: number;
}

/** Activities of the orchestrator that touch Postgres. Each is idempotent. */
export interface ServerActivities {
  /** Writes the end of an attempt: the task's status, or its way back to the queue. */
  finishAttempt(input: { run: RunRef; end: AttemptEnd }): Promise<void>;
  viewExternalRun(run: RunRef): Promise<ExternalRunView>;
  /** Ends an attempt whose stock agent or process went silent. */
  loseExternalRun(run: RunRef): Promise<void>;
  /** Milliseconds for which the server has not heard of an agent, without those in which it could not hear. */
  agentSilentMs(worker: string): Promise<number>;
  /** Number of entries waiting in a queue; null when it was deleted. */
  countEntries(queueId: string): Promise<number | null>;
}
