import type { PlanNote } from '../domain/autoscaler/plan.ts';
import type { MachineState, ScalerMode, Spend } from '../domain/autoscaler/snapshot.ts';

/** What the native API says of autoscalers. Times are ISO 8601, money is in US dollars. */

export type ScalerStatus = ScalerMode | 'stopped';

export interface AutoscalerSummary {
  id: string;
  name: string;
  provider: 'ec2' | 'docker' | 'gcp';
  status: ScalerStatus;
  user: string;
  created: string;
  queues: ScalerQueueView[];
  /** Machines that exist or were asked for, by state. */
  machines: Partial<Record<MachineState, number>>;
  maxMachines: number;
  spentToday: Spend;
  budget: { hoursPerDay: number | null; costPerDay: number | null; atLimit: 'end' | 'drain' };
  lastLook: string | null;
  nextLook: string | null;
  /** Why nothing more is done at the moment. */
  notes: PlanNote[];
  /** Why the cloud could not be asked; null when it could. */
  cloudError: string | null;
}

export interface ScalerQueueView {
  name: string;
  waiting: number;
  warm: number;
  resources: {
    resource: string;
    instanceType: string;
    spot: boolean;
    max: number;
    machines: number;
    hourlyPrice: number | null;
    backoff: { until: string; reason: string } | null;
  }[];
}

export interface AutoscalerView extends AutoscalerSummary {
  /** As it was submitted, secrets shown as `***`. */
  configuration: Record<string, unknown>;
  /** Of all machines so far. */
  total: Spend & {
    machines: number;
    /** Machines whose agent did not join in time. */
    neverJoined: number;
    tasks: number;
  };
}

export interface MachineView {
  id: string;
  /** Its agent's worker id; null until it has joined. */
  worker: string | null;
  queue: string;
  resource: string;
  instanceType: string;
  spot: boolean;
  zone: string | null;
  cloudId: string | null;
  state: MachineState | 'ended';
  /** Since when it is in this state. */
  since: string;
  task: { id: string; name: string } | null;
  /** Tasks that it has run. */
  tasks: number;
  created: string;
  launched: string | null;
  joined: string | null;
  ended: string | null;
  interrupted: boolean;
  hours: number;
  /** Null when the price is not known. */
  cost: number | null;
  /** Why it was launched. */
  why: string;
  endReason: string | null;
  endWhy: string | null;
  /** What went wrong with it, such as a set-up script that failed. */
  error: string | null;
  hasConsole: boolean;
}

export interface ScalerEventView {
  id: number;
  at: string;
  machine: string | null;
  kind: string;
  text: string;
  actor: string;
}

export interface ScalerSampleView {
  at: string;
  waiting: number;
  starting: number;
  idle: number;
  busy: number;
  costPerHour: number;
}

/** What may be changed while a scaler runs; what is left out stays. */
export interface ScalerChange {
  /** Queue to pairs of resource and maximum. Resources must be those of the configuration. */
  queues?: Record<string, [resource: string, max: number][]> | undefined;
  maxInstances?: number | null | undefined;
  maxIdleMinutes?: number | undefined;
  maxSpinUpMinutes?: number | undefined;
  pollingMinutes?: number | undefined;
  warmPool?: Record<string, number> | undefined;
  budget?:
    | { hoursPerDay?: number | null | undefined; costPerDay?: number | null | undefined; atLimit?: 'end' | 'drain' | undefined }
    | undefined;
}

/** What becomes of the machines when a scaler is stopped. Those that are left end themselves when they have been idle for too long. */
export const SHUTDOWNS = ['nothing', 'idle', 'all'] as const;
export type Shutdown = (typeof SHUTDOWNS)[number];
