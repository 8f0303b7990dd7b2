/** What is to be done now, each with the reason that people are shown. */
export interface ScalerPlan {
  launch: PlannedLaunch[];
  end: PlannedEnd[];
  /** Machines that take no task beside the one that they have. */
  drain: string[];
  /** Why nothing, or no more, is done where somebody would expect it. */
  notes: PlanNote[];
  /** Milliseconds after which to look again, if nothing happens before. */
  nextLookMs: number;
}

export interface PlannedLaunch {
  queue: string;
  resource: string;
  count: number;
  why: string;
}

export interface PlannedEnd {
  machine: string;
  reason: EndReason;
  why: string;
  /** The task that it runs goes back to its queue. */
  requeue: boolean;
}

export type EndReason =
  | 'idle'
  | 'spin-up'
  | 'silent'
  | 'interrupted'
  | 'requested'
  | 'surplus'
  | 'budget'
  | 'draining'
  | 'stopping';

export interface PlanNote {
  queue: string | null;
  resource: string | null;
  text: string;
}
