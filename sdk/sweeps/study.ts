import type { Objective, SearchSpace } from '../../workflows/contracts/sweep.ts';
import type { TrialView } from '../../workflows/contracts/sweep-api.ts';
import type { HttpClient } from '../http-client.ts';

/** What a strategy of one's own is given when trials may start. */
export interface Study {
  readonly space: SearchSpace;
  readonly objectives: readonly Objective[];
  /** How many trials may start now. */
  readonly count: number;
  /** Number of the first new trial, from 0. */
  readonly next: number;
  /** Trials that were started and have not ended. */
  readonly pending: readonly { number: number; parameters: Record<string, unknown> }[];
  /** Every trial so far with its values, read from the server when asked for. */
  trials(): Promise<TrialView[]>;
  /** The same when this question is asked again. */
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
  readonly client: HttpClient;
  /** Writes a line to the worker's output and to the console of the sweep. */
  log(text: string): void;
}

/** Parameters by section and name: `{ 'Args/lr': 0.01 }`. */
export type Suggestion = Record<string, unknown>;

/**
 * Answers at most `count` trials. An empty list while others are pending waits for them; with nothing pending it ends the sweep.
 */
export type Ask = (study: Study) => Suggestion[] | Answer | Promise<Suggestion[] | Answer>;

export interface Answer {
  trials: Suggestion[];
  /** Nothing more comes, whatever the pending trials say. */
  done?: boolean;
  /** Numbers of pending trials to stop. */
  prune?: number[];
}
