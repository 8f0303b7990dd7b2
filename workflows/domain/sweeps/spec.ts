/**
 * A sweep (hyper-parameter search) as plain data: the configuration object `Sweep` of its controller task (type `optimizer`), as JSON.
 */
export interface SweepSpec {
  name: string;
  project: string;
  description: string;
  /** Its clones are the trials. */
  baseTask: string;
  space: SearchSpace;
  objectives: Objective[];
  strategy: StrategySpec;
  queue: string;
  limits: SweepLimits;
  /** Trials that are kept in view at the end; the others are archived. Null keeps all. */
  keepTop: number | null;
  /** Project of the trials; null for `<project>/<name>` of the sweep. */
  trialProject: string | null;
  /** Name of a trial: `{name}`, `{number}` and `{parameters}` are filled in. */
  trialName: string;
  tags: string[];
}

/** By section and name of the parameter: `Args/lr`. */
export type SearchSpace = Record<string, ParameterSpace>;

export type ParameterSpace = (
  | { kind: 'uniform'; min: number; max: number; step: number | null }
  | { kind: 'logUniform'; min: number; max: number }
  | { kind: 'integer'; min: number; max: number; step: number; log: boolean }
  | { kind: 'choice'; values: unknown[] }
  /** The parameter's name is a label: each value sets several parameters together. */
  | { kind: 'set'; values: Record<string, unknown>[] }
) & {
  /** Exists only where another parameter has one of these values. */
  onlyWhen?: { parameter: string; in: unknown[] };
};

export interface Objective {
  title: string;
  series: string;
  /** `_global`: the best value ever reported counts, not the last one. */
  sign: 'min' | 'max' | 'min_global' | 'max_global';
}

export type StrategySpec =
  | { kind: 'grid' }
  | { kind: 'random'; seed: number }
  | { kind: 'sobol'; seed: number }
  /** Asynchronous successive halving: at each rung only the best 1/reduction go on. */
  | { kind: 'asha'; seed: number; minIterations: number; maxIterations: number; reduction: number }
  | { kind: 'hyperband'; seed: number; minIterations: number; maxIterations: number; reduction: number }
  /** The real Optuna: names and keyword arguments of its samplers and pruners. */
  | { kind: 'optuna'; seed: number; sampler: OptunaPart; pruner: OptunaPart | null }
  /** A function of a file that `perdura sweep worker FILE` serves, in TypeScript or Python. */
  | { kind: 'custom'; name: string };

export interface OptunaPart {
  /** `TPESampler`, `MedianPruner`. */
  name: string;
  arguments: Record<string, unknown>;
}

/** Null says no limit. */
export interface SweepLimits {
  /** Trials started in all. */
  maxTrials: number | null;
  /** Trials that wait or run at a time. */
  maxConcurrent: number;
  /** Iterations that a trial may report. */
  maxIterations: number | null;
  /** No pruning before. */
  minIterations: number;
  /** Of one trial's run, in milliseconds. */
  trialTimeMs: number | null;
  /** Of all trials' runs together, in milliseconds. */
  computeTimeMs: number | null;
  /** Wall clock of the sweep, in milliseconds. */
  wallClockMs: number | null;
}

/** `silent`: it completed and has not reported its objective. `invalid`: the objective was not a finite number. */
export const TRIAL_STATES = ['queued', 'running', 'completed', 'pruned', 'failed', 'aborted', 'silent', 'invalid'] as const;
export type TrialState = (typeof TRIAL_STATES)[number];

/** What may change while a sweep runs. The space may only be narrowed. */
export interface SweepChange {
  limits?: Partial<SweepLimits>;
  space?: SearchSpace;
  keepTop?: number | null;
}
