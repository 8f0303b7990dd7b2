import type { ScalerPolicy } from './policy.ts';

/** `running`: as the queues need. `paused`: launches nothing. `draining`: launches nothing and ends what has no task. `stopping`: ends everything. */
export type ScalerMode = 'running' | 'paused' | 'draining' | 'stopping';

/** Everything that a decision depends on, read at one moment. */
export interface ScalerSnapshot {
  /** Milliseconds since the epoch. */
  now: number;
  mode: ScalerMode;
  policy: ScalerPolicy;
  /** By queue: how many tasks wait, by the GPUs that each needs (0: none, or not said). */
  waiting: Record<string, WaitingTasks[]>;
  /** Queues whose tasks no agent may take now, by their tags. */
  off: string[];
  machines: MachineFacts[];
  /** Resources that the cloud refused lately. */
  backoffs: Record<string, Backoff>;
  /** Spent today, machines that still run included. */
  spentToday: Spend;
}

export interface WaitingTasks {
  gpus: number;
  count: number;
}

export interface Backoff {
  /** Milliseconds since the epoch. */
  until: number;
  reason: string;
}

export interface Spend {
  hours: number;
  cost: number;
}

/**
 * `launching`: asked for, or about to be. `starting`: exists, its agent has not joined. `idle`, `busy`: its agent is there.
 * `silent`: its agent had joined and is not heard of. `ending`: told to end.
 */
export type MachineState = 'launching' | 'starting' | 'idle' | 'busy' | 'silent' | 'ending';

export interface MachineFacts {
  id: string;
  queue: string;
  resource: string;
  state: MachineState;
  /** When it was asked for. */
  created: number;
  /** Since when it is in this state. */
  since: number;
  /** Dollars per hour; null: not known. */
  hourlyPrice: number | null;
  /** The cloud takes it back soon: it takes no more work. */
  interrupted: boolean;
  /** Somebody wants it gone. */
  endRequested: boolean;
}
