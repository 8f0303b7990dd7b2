import type { Daemon } from './daemon-registry.ts';

/** What `--stop` was given. */
export interface StopArguments {
  apiUrl: string;
  queues: string[];
  gpus: string | null;
  /** Worker ids that are named. */
  workers: string[];
}

/**
 * Finds the agents that are meant: the named workers, else the one that was started with the same options. What is not
 * given leaves it open, as long as one agent fits. Throws an Error when none or several do.
 */
export function matchDaemons(daemons: Daemon[], wanted: StopArguments): Daemon[] {
  const ours = daemons.filter(({ apiUrl }) => apiUrl === wanted.apiUrl);
  if (wanted.workers.length > 0) return wanted.workers.map((worker) => findWorker(ours, worker));
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

const fits = ({ queues, gpus }: Daemon, wanted: StopArguments): boolean =>
  (wanted.queues.length === 0 || sameNames(queues, wanted.queues)) && (wanted.gpus === null || gpus === wanted.gpus);

const isSame = ({ queues, gpus }: Daemon, wanted: StopArguments): boolean =>
  sameNames(queues, wanted.queues.length === 0 ? ['default'] : wanted.queues) && gpus === wanted.gpus;

const sameNames = (one: string[], other: string[]): boolean => one.join('\n') === other.join('\n');

const list = (daemons: Daemon[]): string =>
  daemons
    .map(
      ({ worker, queues, gpus }) =>
        `\n  ${worker ?? '(no worker id yet)'}: queues ${queues.join(' ')}${gpus ? `, gpus ${gpus}` : ''}`,
    )
    .join('');
