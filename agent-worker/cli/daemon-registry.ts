import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { OnStop } from '../options/on-stop.ts';
import { identify, isAlive, type ProcessIdentity } from '../runs/process-table.ts';
import { writeAtomically } from '../runs/run-folder.ts';

/** What tells the command line of one agent from that of another, beside its queues; null for what was not given. */
export interface StartMarks {
  /** `--gpus`, or `none` for `--cpu-only`. */
  gpus: string | null;
  /** The worker id that was asked for. */
  workerId: string | null;
  /** How many tasks at a time in services mode. */
  services: string | null;
  /** `--uptime` or `--downtime`. */
  hours: string | null;
}

/** An agent process on this machine, and with what it was started. */
export interface Daemon extends StartMarks {
  process: ProcessIdentity;
  apiUrl: string;
  /** As asked for, names or ids. */
  queues: string[];
  /** Null until the server has agreed to one. */
  worker: string | null;
  logFile: string | null;
}

/** The agents of this machine, in the agent's own folder, which nothing cleans up but the agents themselves. */
export interface DaemonRegistry {
  /** Enters this process, or changes what it has said. */
  enter(daemon: Omit<Daemon, 'process'>): void;
  leave(): void;
  /** Those that are alive. */
  list(): Daemon[];
  /** What another process was asked to do with its runs when it is stopped. */
  requestStop(daemon: Daemon, onStop: OnStop): void;
  requestedStop(): OnStop | undefined;
}

export function openDaemonRegistry(stateDir: string): DaemonRegistry {
  const folder = join(stateDir, 'daemons');
  const entryPath = (pid: number) => join(folder, `${pid}.json`);
  const stopPath = (pid: number) => join(folder, `${pid}.stop`);
  const remove = (pid: number) => {
    for (const path of [entryPath(pid), stopPath(pid)]) rmSync(path, { force: true });
  };

  return {
    enter(daemon) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      rmSync(stopPath(process.pid), { force: true });
      writeAtomically(
        entryPath(process.pid),
        JSON.stringify({ ...daemon, process: identify(process.pid) } satisfies Partial<Daemon>),
      );
    },
    leave: () => remove(process.pid),
    list() {
      const daemons = readDaemons(folder);
      for (const { process } of daemons.filter((daemon) => !isAlive(daemon.process))) remove(process.pid);
      return daemons.filter((daemon) => isAlive(daemon.process));
    },
    requestStop: ({ process: { pid } }, onStop) => writeAtomically(stopPath(pid), onStop),
    requestedStop: () => readText(stopPath(process.pid)) as OnStop | undefined,
  };
}

function readDaemons(folder: string): Daemon[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    try {
      return [JSON.parse(readFileSync(join(folder, name), 'utf8')) as Daemon];
    } catch {
      return [];
    }
  });
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
