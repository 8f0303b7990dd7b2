import type { Objective, SearchSpace } from './sweep.ts';

/**
 * The activity that `perdura sweep worker FILE` serves on `strategyTaskQueue` for sweeps whose strategy is `custom`. It may be asked twice for
 * the same trials, so what counts is the first answer that is recorded.
 */
export interface StrategyActivities {
  askStrategy(call: StrategyCall): Promise<StrategyAnswer>;
}

export const strategyTaskQueue = (project: string, name: string): string => `sweep-${project}/${name}`;

export interface StrategyCall {
  /** `<sweep>/<attempt>/<number of the first new trial>`. */
  idempotencyKey: string;
  /** Id of the controller task. Trials that have ended or report are read from `GET /api/sweeps/:id/trials`. */
  sweep: string;
  project: string;
  name: string;
  /** `name` of the strategy. */
  strategy: string;
  /** Null when it is long, or the parameters of the pending trials are: then the worker asks for them all. */
  space: SearchSpace | null;
  objectives: Objective[];
  /** How many trials may start now, at least 1. */
  count: number;
  /** Number of the first new trial, from 0. */
  next: number;
  /** Trials that were started and have not ended. */
  pending: { number: number; parameters: Record<string, unknown> | null }[];
}

export interface StrategyAnswer {
  /** At most `count`. None, with nothing pending, ends the sweep. */
  trials: { parameters: Record<string, unknown> }[];
  /** Nothing more comes, whatever the pending trials say. */
  done: boolean;
  /** Numbers of pending trials to stop. */
  prune: number[];
}
