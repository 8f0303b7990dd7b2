import type { ExecuteOutcome, RunRef } from './run.ts';

/**
 * Activities of an agent, on its own task queue. Each is idempotent: a retry finds what an earlier try left and goes on.
 * A failure of the user's making (broken address, diff that does not apply, package that does not exist, failing script) is an
 * ApplicationFailure with `type: 'UserFailure'` and `nonRetryable: true`; everything else is infrastructure and is retried.
 */
export interface AgentActivities {
  container(run: RunRef): Promise<void>;
  setupScript(run: RunRef): Promise<void>;
  clone(run: RunRef): Promise<void>;
  diff(run: RunRef): Promise<void>;
  /** Finds or creates the environment; `ready` means that nothing is left to install. */
  environment(run: RunRef): Promise<{ ready: boolean }>;
  install(run: RunRef): Promise<void>;
  execute(run: RunRef): Promise<ExecuteOutcome>;
  cleanUp(run: RunRef): Promise<void>;
}

export const USER_FAILURE = 'UserFailure';

/** The one activity that agents serve on a queue's ticket task queue. */
export interface TicketActivities {
  /**
   * Makes one claim over the agent's queues.
   * `claimedElsewhere`: the claim found its task in a queue that goes before the ticket's own.
   * `unfit`: what waits in the ticket's queue is not for this agent: it needs more GPUs, or another worker.
   * `declined`: the agent had no free slot left, the ticket should be offered again.
   */
  takeTicket(): Promise<TicketOutcome>;
}
export type TicketOutcome = 'claimed' | 'claimedElsewhere' | 'empty' | 'unfit' | 'declined';
