import { poll } from './poll.ts';
import { isRunning, type ProcessIdentity, signalProcess } from './process-identity.ts';

export interface EndOptions {
  signal: NodeJS.Signals;
  /** Milliseconds until the whole process group is killed. */
  graceMs: number;
}

const KILL_MS = 5_000;

/** Ends a process that need not be our child: signal, grace time, SIGKILL for its group. Resolves when it is gone. */
export async function endProcess(identity: ProcessIdentity, { signal, graceMs }: EndOptions): Promise<void> {
  signalProcess(identity, signal);
  const gone = () => !isRunning(identity);
  if (await poll(gone, { deadlineMs: graceMs })) return;
  signalProcess(identity, 'SIGKILL', { group: true });
  if (!(await poll(gone, { deadlineMs: KILL_MS }))) throw new Error(`process ${identity.pid} does not end, not even by SIGKILL`);
}
