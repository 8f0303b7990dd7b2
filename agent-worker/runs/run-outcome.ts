import { constants } from 'node:os';
import type { ExecuteOutcome } from '../../workflows/contracts/run.ts';

export interface EndedProcess {
  /** As a shell has it; undefined when the supervisor died before it could write the code down. */
  exitCode: number | undefined;
  /** The kernel killed processes for want of memory during the run. */
  memoryKills: boolean;
  /** The disk was full at some time. */
  diskFull: boolean;
}

/** The outcome of a process that ended by itself. */
export type EndedOutcome = Exclude<ExecuteOutcome, { kind: 'stopped' }>;

/**
 * Shells report a signal as 128 and its number; a program that exits with such a code means the same thing by it. Only
 * SIGKILL ends a supervisor before it has written the code down.
 */
export function toOutcome({ exitCode, memoryKills, diskFull }: EndedProcess): EndedOutcome {
  if (exitCode === undefined) return { kind: 'signalled', signal: 'SIGKILL', outOfMemory: memoryKills };
  const signal = signalName(exitCode - 128);
  if (!signal) return { kind: 'exited', exitCode, ...(diskFull && exitCode !== 0 && { diskFull }) };
  return { kind: 'signalled', signal, outOfMemory: signal === 'SIGKILL' && memoryKills };
}

const signalName = (number: number): string | undefined =>
  Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
