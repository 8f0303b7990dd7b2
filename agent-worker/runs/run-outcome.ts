import { constants } from 'node:os';
import type { ExecuteOutcome } from '../../workflows/contracts/run.ts';

export interface EndedProcess {
  /** As a shell has it; undefined when the supervisor died before it could write the code down. */
  exitCode: number | undefined;
  /** The kernel killed processes for want of memory during the run. */
  memoryKills: boolean;
  /** End of the output. */
  lastLines: string;
}

/** The outcome of a process that ended by itself. */
export type EndedOutcome = Exclude<ExecuteOutcome, { kind: 'stopped' }>;

const NO_EXIT_CODE = 'The process and its supervisor were killed, so that there is no exit code.';

/**
 * Shells report a signal as 128 and its number; a program that exits with such a code means the same thing by it. Only
 * SIGKILL ends a supervisor before it has written the code down.
 */
export function toOutcome({ exitCode, memoryKills, lastLines }: EndedProcess): EndedOutcome {
  if (exitCode === undefined)
    return { kind: 'signalled', signal: 'SIGKILL', outOfMemory: memoryKills, lastLines: `${lastLines}\n${NO_EXIT_CODE}`.trim() };
  const signal = signalName(exitCode - 128);
  if (!signal) return { kind: 'exited', exitCode, lastLines };
  return { kind: 'signalled', signal, outOfMemory: signal === 'SIGKILL' && memoryKills, lastLines };
}

const signalName = (number: number): string | undefined =>
  Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
