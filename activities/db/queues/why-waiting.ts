/** A worker that serves the queue in question. */
export interface ServingWorker {
  id: string;
  online: boolean;
  draining: boolean;
  /** Tasks that it runs, and how many it may run at a time. */
  running: number;
  slots: number;
  gpus: number;
}

export interface WaitingFacts {
  queue: string;
  /** Tasks that are taken before this one. */
  ahead: number;
  workers: ServingWorker[];
  /** GPUs that its worker must have. */
  gpusNeeded: number;
  /** The worker that it should run on, and whether that one is there to take it. */
  pin: { worker: string; stands: boolean } | null;
}

/** Says in words why a task of a queue has not started yet. */
export function whyWaiting({ pin, ...facts }: WaitingFacts): string {
  if (pin === null) return whyNoWorker(facts);
  if (pin.stands)
    return `is to run on ${pin.worker}: ${whyNoWorker({ ...facts, workers: facts.workers.filter(({ id }) => id === pin.worker) })}`;
  return `${pin.worker}, where it was to run, is not there for it: ${whyNoWorker(facts)}`;
}

function whyNoWorker({ queue, ahead, workers, gpusNeeded }: Omit<WaitingFacts, 'pin'>): string {
  if (workers.length === 0) return `no worker serves the queue "${queue}"`;
  const fit = workers.filter(({ gpus }) => gpus >= gpusNeeded);
  if (fit.length === 0)
    return `needs ${gpusOf(gpusNeeded)}, and no worker of the queue "${queue}" has as many: ${names(workers, ({ id, gpus }) => `${id} has ${gpus || 'none'}`)}`;
  return whyBusy({ queue, ahead, workers: fit });
}

const gpusOf = (count: number): string => `${count} ${count === 1 ? 'GPU' : 'GPUs'}`;

function whyBusy({ queue, ahead, workers }: Pick<WaitingFacts, 'queue' | 'ahead' | 'workers'>): string {
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

function names(workers: ServingWorker[], nameOf = ({ id }: ServingWorker): string => id): string {
  const listed = workers.slice(0, MOST_NAMES).map(nameOf);
  const rest = workers.length - listed.length;
  return rest > 0 ? `${listed.join(', ')} and ${rest} more` : listed.join(', ');
}

const aheadOf = (count: number): string =>
  count === 0 ? '; this task is next' : `; ${count} ${count === 1 ? 'task is' : 'tasks are'} ahead of this one`;
