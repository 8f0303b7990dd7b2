export { STAGES, type Stage } from '../domain/stages.ts';

/** One attempt to run a task: the identity that every stage, console chunk and report carries. */
export interface RunRef {
  taskId: string;
  /** Counted from 1 over the task's life; a reset does not start it again. */
  attempt: number;
}

/** How the user's process ended. It travels through Temporal's history, so what the process wrote is not in it. */
export type ExecuteOutcome =
  /** `diskFull`: it failed on a disk without space. */
  | { kind: 'exited'; exitCode: number; diskFull?: boolean }
  | { kind: 'signalled'; signal: string; outOfMemory: boolean }
  /** Ended because the stop was requested (abort, time limit, superseded attempt). */
  | { kind: 'stopped' };

export const runKey = ({ taskId, attempt }: RunRef): string => `${taskId}-${attempt}`;
