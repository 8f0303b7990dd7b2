import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Tells one process from every other, also from a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** Opaque: the boot and the moment of its start. */
  startedAt: string;
}

/** The identity of a running process; undefined when there is none with this number, or only its remains. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether this very process still runs. */
export const isRunning = ({ pid, startedAt }: ProcessIdentity): boolean => identifyProcess(pid)?.startedAt === startedAt;

/** Sends a signal to this very process, or with `group` to its process group; false when it is gone. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals, { group = false } = {}): boolean {
  if (!isRunning(identity)) return false;
  try {
    return process.kill(group ? -identity.pid : identity.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

function startFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${bootId()}:${fields[19]}`;
  } catch {
    return undefined;
  }
}

let boot: string | undefined;
function bootId(): string {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
  return boot;
}

function startFromPs(pid: number): string | undefined {
  try {
    const lines = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] });
    return lines.toString('utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
