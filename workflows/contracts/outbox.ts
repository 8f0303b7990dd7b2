import type { ControllerKind } from './controller.ts';
import type { RunRef } from './run.ts';
import type { ClaimedSignal } from './task-workflow.ts';

/** What people read in Temporal of a run. */
export interface RunNames {
  name: string;
  project: string;
  queue: string | null;
}

/** What the relay delivers to Temporal. Delivering one twice changes nothing. */
export type OutboxMessage =
  /** Starts the workflow of an attempt. Names that are not given are looked up. */
  | { kind: 'claimed'; run: RunRef; signal: ClaimedSignal; names?: RunNames }
  /** Somebody wants the run to end. */
  | { kind: 'stopRequested'; run: RunRef; reason: string }
  /** The record of the attempt moved without the workflow's doing: it looks again. */
  | { kind: 'recordChanged'; run: RunRef }
  /** Starts the workflow that runs a controller. */
  | { kind: 'startController'; run: RunRef }
  | { kind: 'stopController'; controller: ControllerKind; run: RunRef; reason: string }
  /** The status of tasks whose parent is this controller has changed. `of` is missing in messages of older versions. */
  | { kind: 'childChanged'; controller: string; of?: ControllerKind; tasks: string[] }
  /** There is something to claim in the queue. */
  | { kind: 'wakeQueue'; queue: string }
  /** A task has ended that steps of Python's controllers follow, or such a controller itself has. */
  | { kind: 'settleSteps'; task: string }
  /** Something that a scaler decides by has changed. */
  | { kind: 'wakeScaler'; scaler: string };
