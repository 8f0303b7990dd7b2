/** What the planner must know of a scaler's configuration. Times in milliseconds, money in US dollars. */
export interface ScalerPolicy {
  /** In order of priority: where a shared maximum or a budget is short, the first is served first. */
  queues: QueuePolicy[];
  resources: Record<string, ResourcePolicy>;
  /** Over all queues and resources; null: no limit beside those of the queues. */
  maxMachines: number | null;
  /** How long a machine may be without a task. */
  maxIdleMs: number;
  /** How long a machine may take from its launch until its agent has joined. */
  maxSpinUpMs: number;
  /** The longest pause between two looks. */
  pollingMs: number;
  budget: Budget;
}

export interface QueuePolicy {
  queue: string;
  /** Tried in this order. */
  resources: { resource: string; max: number }[];
  /** Machines kept ready without a task, by the schedule that holds now. */
  warm: number;
}

export interface ResourcePolicy {
  /** Shared by all queues that use the resource; null: only the maximum of each queue. */
  max: number | null;
  /** GPUs of one machine; null: not known, taken as enough for any task. */
  gpus: number | null;
  /** Dollars per hour; null: not known, and then a budget in money cannot be kept. */
  hourlyPrice: number | null;
}

/** What may be spent on one day (UTC); null: no limit. */
export interface Budget {
  hoursPerDay: number | null;
  costPerDay: number | null;
  /** What happens to machines that are at work when the budget is used up: `end` requeues their tasks, `drain` lets them finish. */
  atLimit: 'end' | 'drain';
}
