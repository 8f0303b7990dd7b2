import type { RunRef } from '../contracts/run.ts';
import type { NewTrial, OpenTrial, SweepOpening } from '../contracts/sweep-activities.ts';

/** What the workflow of a sweep knows. It is small, and all but `byHand` is read again when the workflow goes on as a new run of itself. */
export interface SweepState extends Omit<SweepOpening, 'open'> {
  run: RunRef;
  /** What was read at the start is here. */
  ready: boolean;
  /** By task. */
  open: Map<string, OpenTrial>;
  /** Trials by hand that wait for a free slot. */
  byHand: NewTrial[];
  /** Tasks whose status has changed since they were looked at. */
  changed: Set<string>;
  /** How often it was told of some. */
  told: number;
  /** Why somebody wants it to stop. */
  stop: string | null;
  /** Trials for which a point is being asked for. */
  asking: number;
  /** A strategy that had no point is asked again when this many trials have ended. */
  askAgainAt: number;
  watching: boolean;
  reporting: boolean;
  /** When the summary was written last, and how many trials had ended then. */
  reported: { at: number; ended: number };
  /** Trials that were seen to end. */
  ended: number;
  /** It has ended: nothing more is accepted. */
  closing: boolean;
  /** What went wrong beside the main course of things. */
  failure: { error: unknown } | null;
}

export function createState(run: RunRef, byHand: NewTrial[]): SweepState {
  return {
    run,
    ready: false,
    route: 'plain',
    watched: false,
    limits: {
      maxTrials: null,
      maxConcurrent: 1,
      maxIterations: null,
      minIterations: 0,
      trialTimeMs: null,
      computeTimeMs: null,
      wallClockMs: null,
    },
    paused: false,
    exhausted: false,
    startedAt: 0,
    next: 0,
    open: new Map(),
    endedMs: 0,
    byHand,
    changed: new Set(),
    told: 0,
    stop: null,
    asking: 0,
    askAgainAt: 0,
    watching: false,
    reporting: false,
    reported: { at: 0, ended: 0 },
    ended: 0,
    closing: false,
    failure: null,
  };
}

export function takeOpening(state: SweepState, { open, ...opening }: SweepOpening): void {
  Object.assign(state, opening, { ready: true, reported: { at: opening.startedAt, ended: 0 } });
  state.next = Math.max(state.next, ...state.byHand.map(({ number }) => number + 1));
  state.open = new Map(open.map((trial) => [trial.task, trial]));
}

/** Slots in which a trial may start now. */
export const freeSlots = ({ paused, limits, open, asking }: SweepState): number =>
  paused ? 0 : limits.maxConcurrent - open.size - asking;

/** How many trials the strategy may be asked for now. */
export function wantedTrials(state: SweepState): number {
  if (state.exhausted || state.asking > 0 || state.ended < state.askAgainAt) return 0;
  return Math.max(0, Math.min(freeSlots(state) - state.byHand.length, numbersLeft(state)));
}

/** Numbers that `maxTrials` leaves. */
export const numbersLeft = ({ limits, next }: SweepState): number =>
  limits.maxTrials === null ? Number.POSITIVE_INFINITY : Math.max(0, limits.maxTrials - next);

/** Takes the next numbers; nobody else gets them while the trials are started. */
export function numberTrials(state: SweepState, count: number): NewTrial[] {
  const first = state.next;
  state.next += count;
  return Array.from({ length: count }, (_, i) => ({ number: first + i, parameters: null, byHand: false }));
}

/** Nothing runs, waits or may start any more. */
export const isOver = (state: SweepState): boolean =>
  state.open.size === 0 && state.byHand.length === 0 && state.asking === 0 && (state.exhausted || numbersLeft(state) === 0);
