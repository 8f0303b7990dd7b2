import { setTimeout as sleep } from 'node:timers/promises';
import { findRunProcesses, type ProcessEntry, type ProcessIdentity } from './process-table.ts';

const LOOK_MS = 50;
/** How long a process that was sent SIGKILL may take to vanish. */
const VANISH_MS = 10_000;

export interface KillOptions {
  /** Time between SIGTERM and SIGKILL, in milliseconds. */
  graceMs: number;
  /** Leads the run's session, and leaves by itself when the others have, with the exit code written down. */
  supervisor?: ProcessIdentity | undefined;
  /** Of a run in a container: signals everything that runs in it. */
  signalContainer?: ((signal: 'TERM' | 'KILL') => Promise<void>) | undefined;
}

/**
 * Ends every process of a run: SIGTERM, the grace time, SIGKILL, until none is left. Throws an Error with their numbers
 * when some do not even yield to SIGKILL.
 */
export async function killRun(runKey: string, { graceMs, supervisor, signalContainer }: KillOptions): Promise<void> {
  const all = () => findRunProcesses(runKey, supervisor?.pid);
  const others = () => all().filter(({ pid }) => pid !== supervisor?.pid);
  // Docker's client among the others ends with the process that it has started, and brings what that writes to the last.
  if (signalContainer) await signalContainer('TERM');
  else signalAll(others(), 'SIGTERM');
  if (!(await vanish(others, graceMs))) {
    await signalContainer?.('KILL');
    await killAll(others);
  }
  if (!(await vanish(all, 1_000))) await killAll(all);
}

async function killAll(find: () => ProcessEntry[]): Promise<void> {
  const deadline = Date.now() + VANISH_MS;
  for (let left = find(); left.length > 0; left = find()) {
    if (Date.now() > deadline) throw new Error(`processes ${left.map(({ pid }) => pid).join(', ')} do not end on SIGKILL`);
    signalAll(left, 'SIGKILL');
    await sleep(LOOK_MS);
  }
}

async function vanish(find: () => ProcessEntry[], withinMs: number): Promise<boolean> {
  for (const deadline = Date.now() + withinMs; ; await sleep(LOOK_MS)) {
    if (find().length === 0) return true;
    if (Date.now() >= deadline) return false;
  }
}

function signalAll(processes: ProcessEntry[], signal: NodeJS.Signals): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
