import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDiskFull } from './disk-space.ts';
import { readSupervision } from './supervision.ts';

const LOOK_MS = 250;
/** A supervisor that was just spawned has not yet written who it is. */
const SETTLE_MS = 5_000;

export interface WatchInput {
  /** Folder of the supervisor's files. */
  folder: string;
  /** The supervisor, when this agent has started it. */
  child?: ChildProcess | undefined;
  signal: AbortSignal;
}

export interface WatchResult {
  exitCode: number | undefined;
  /** The disk was full at some time, so output may be missing. */
  diskWasFull: boolean;
}

/** Waits for the end of a run, whoever started it. Rejects with the signal's reason when it is aborted; the run goes on. */
export async function watchRun({ folder, child, signal }: WatchInput): Promise<WatchResult> {
  const ended = child && child.exitCode === null ? once(child, 'exit', { signal }).catch(() => undefined) : undefined;
  let diskWasFull = false;
  for (let aliveAt = Date.now(); ; ) {
    const { exitCode, supervisor, alive } = readSupervision(folder);
    diskWasFull ||= isDiskFull(folder);
    if (exitCode !== undefined) return { exitCode, diskWasFull };
    if (alive) aliveAt = Date.now();
    else if (supervisor || Date.now() - aliveAt > SETTLE_MS) return { exitCode: undefined, diskWasFull };
    const look = sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    await (child?.exitCode === null ? Promise.race([look, ended]) : look);
    signal.throwIfAborted();
  }
}
