/** A worker that serves the queue in question. */
export interface ServingWorker {
  id: string;
  online: boolean;
  draining: boolean;
  /** Tasks that it runs, and how many it may run at a time. */
  running: number;
  slots: number;
}

export interface WaitingFacts {
  queue: string;
  /** Tasks that are taken before this one. */
  ahead: number;
  workers: ServingWorker[];
}

/** Says in words why a task of a queue has not started yet. */
export function whyWaiting({ queue, ahead, workers }: WaitingFacts): string {
  if (workers.length === 0) return `no worker serves the queue "${queue}"`;
  const online = workers.filter((worker) => worker.online);
  if (online.length === 0) return `every worker of the queue "${queue}" is offline: ${names(workers)}`;
  const taking = online.filter((worker) => !worker.draining);
  if (taking.length === 0) return `every worker of the queue "${queue}" is draining and takes no more work: ${names(online)}`;
  const free = taking.filter(({ running, slots }) => running < slots);
  if (free.length === 0) return `all workers of the queue "${queue}" are busy: ${names(taking)}${aheadOf(ahead)}`;
  return ahead === 0
    ? `${names(free)} is free and about to take it`
    : `${names(free)} is free and takes the tasks in order${aheadOf(ahead)}`;
}

const MOST_NAMES = 5;

function names(workers: ServingWorker[]): string {
  const listed = workers.slice(0, MOST_NAMES).map(({ id }) => id);
  const rest = workers.length - listed.length;
  return rest > 0 ? `${listed.join(', ')} and ${rest} more` : listed.join(', ');
}

const aheadOf = (count: number): string =>
  count === 0 ? '; this task is next' : `; ${count} ${count === 1 ? 'task is' : 'tasks are'} ahead of this one`;
