import type { Objective, SweepSpec, TrialState } from './sweep.ts';

/**
 * Native routes of sweeps, under `/api`. Sweeps made by Python's `HyperParameterOptimizer` (tasks of type `optimizer` without our
 * definition) are answered in the same shape as far as their records say. Times are ISO 8601. Live topics: `sweeps`, `sweep:<id>`.
 *
 * POST /api/sweeps {spec, idempotencyKey?, draft?} → `{ sweep: string, warnings: string[] }`
 * GET /api/sweeps?archived= → `{ sweeps: SweepSummary[] }`
 * GET /api/sweeps/:id → SweepView
 * GET /api/sweeps/:id/trials?top= → `{ trials: TrialView[] }`
 * GET /api/sweeps/:id/history → `{ events: { at, text, actor }[] }`
 * POST /api/sweeps/:id/pause, …/resume, …/stop {reason?}, …/change (SweepChange), …/trials {parameters}
 */
export interface SweepSummary {
  /** Id of the controller task. */
  id: string;
  name: string;
  project: string;
  engine: 'perdura' | 'python';
  status: string;
  statusReason: string;
  paused: boolean;
  user: string;
  archived: boolean;
  created: string;
  started: string | null;
  completed: string | null;
  baseTask: { id: string; name: string } | null;
  strategy: string;
  /** What it looks for; empty where that cannot be read. */
  objectives: Objective[];
  trials: Partial<Record<TrialState, number>>;
  /** First objective of the best trial. */
  best: { trial: number; task: string; value: number } | null;
}

export interface SweepView extends SweepSummary {
  spec: SweepSpec | null;
  /** Share of each limit that is used up, 0 to 1; null where there is none. */
  budget: { trials: number | null; computeTime: number | null; wallClock: number | null; iterations: number | null };
  computeTimeMs: number;
  /** Importance of each parameter for the first objective, 0 to 1, summing to 1; null while too few trials have ended. */
  importance: Record<string, number> | null;
  /** Numbers of the trials that no other one beats in every objective; the best one alone with a single objective. */
  front: number[];
  /** Brackets and rungs, for `asha` and `hyperband`: how many trials arrived and went on. */
  rungs: { bracket: number; iterations: number; arrived: number; promoted: number }[];
  /** What the sweep does now, in one line: "prepares Optuna", "waits for a free slot", "paused by ann". */
  activity: string | null;
  workflowId: string | null;
  temporalUrl: string | null;
}

export interface TrialView {
  number: number;
  task: string;
  name: string;
  state: TrialState;
  taskStatus: string;
  parameters: Record<string, unknown>;
  /** One for each objective; null where none was reported. */
  values: (number | null)[];
  iteration: number;
  started: string | null;
  ended: string | null;
  /** Why it was pruned, ended or did not count. */
  reason: string | null;
  bracket: number | null;
  rung: number | null;
  byHand: boolean;
  archived: boolean;
}
