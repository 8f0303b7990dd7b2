import type { AgentOptions } from '../options/agent-options.ts';
import type { DaemonCommandOptions } from './daemon-options.ts';
import type { Daemon, StartMarks } from './daemon-registry.ts';

/** What `--stop` or `--status` was given. */
export interface WantedDaemon extends StartMarks {
  apiUrl: string;
  /** Empty: any. */
  queues: string[];
}

/** What a command line says of the agent that it starts, stops or asks about. */
export function wantedBy(command: DaemonCommandOptions, options: AgentOptions): WantedDaemon {
  const { queue, gpus, cpuOnly, workerId, servicesMode, uptime, downtime } = command;
  const given = options.schedule && (Array.isArray(uptime) || Array.isArray(downtime));
  return {
    apiUrl: options.connection.apiUrl,
    queues: queue,
    gpus: cpuOnly ? 'none' : (gpus ?? null),
    workerId: workerId || options.env.CLEARML_WORKER_ID || null,
    services: servicesMode === undefined ? null : String(options.slots),
    hours: given ? `${options.schedule!.kind} ${options.schedule!.spans.join(', ')}` : null,
  };
}

/**
 * Finds the agents that are meant: the named workers, else the one that was started with the same options. What is not
 * given leaves it open, as long as one agent fits. Throws an Error when none or several do.
 */
export function matchDaemons(daemons: Daemon[], wanted: WantedDaemon, workers: string[]): Daemon[] {
  const ours = daemons.filter(({ apiUrl }) => apiUrl === wanted.apiUrl);
  if (workers.length > 0) return workers.map((worker) => findWorker(ours, worker));
  const fitting = ours.filter((daemon) => fits(daemon, wanted));
  if (fitting.length === 1) return fitting;
  const same = fitting.filter((daemon) => isSame(daemon, wanted));
  if (same.length === 1) return same;
  if (fitting.length === 0) throw new Error(`no agent on this machine was started with these options${list(ours)}`);
  throw new Error(`several agents were started with these options: name one as in --stop <worker>${list(fitting)}`);
}

function findWorker(daemons: Daemon[], worker: string): Daemon {
  const found = daemons.find((daemon) => daemon.worker === worker);
  if (!found) throw new Error(`no agent on this machine has the worker id "${worker}"${list(daemons)}`);
  return found;
}

const MARKS = ['gpus', 'workerId', 'services', 'hours'] as const satisfies (keyof StartMarks)[];

/** An agent of an older version has not noted all of them. */
const markOf = (one: StartMarks, mark: keyof StartMarks): string | null => one[mark] ?? null;

const fits = (daemon: Daemon, wanted: WantedDaemon): boolean =>
  (wanted.queues.length === 0 || sameNames(daemon.queues, wanted.queues)) &&
  MARKS.every((mark) => wanted[mark] === null || markOf(daemon, mark) === wanted[mark]);

const isSame = (daemon: Daemon, wanted: WantedDaemon): boolean =>
  sameNames(daemon.queues, wanted.queues.length === 0 ? ['default'] : wanted.queues) &&
  MARKS.every((mark) => markOf(daemon, mark) === wanted[mark]);

const sameNames = (one: string[], other: string[]): boolean => one.join('\n') === other.join('\n');

const list = (daemons: Daemon[]): string =>
  daemons
    .map(
      ({ worker, queues, gpus }) =>
        `\n  ${worker ?? '(no worker id yet)'}: queues ${queues.join(' ')}${gpus ? `, gpus ${gpus}` : ''}`,
    )
    .join('');
