import type { HoursView } from '../../../workflows/domain/working-hours/view-hours.ts';

/** A worker that serves the queue in question. */
export interface ServingWorker {
  id: string;
  online: boolean;
  draining: boolean;
  /** Tasks that it runs, and how many it may run at a time. */
  running: number;
  slots: number;
  gpus: number;
  /** Whether it takes tasks from the queue at this time. */
  hours: HoursView;
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

export interface WhyWaiting {
  /** In words. */
  reason: string;
  /** When a worker begins to take tasks, while all of them are outside of their hours; null when that is not known. */
  opens: Date | null;
}

/** Says why a task of a queue has not started yet. */
export function whyWaiting({ pin, ...facts }: WaitingFacts): WhyWaiting {
  if (pin === null) return whyNoWorker(facts);
  const workers = pin.stands ? facts.workers.filter(({ id }) => id === pin.worker) : facts.workers;
  const { reason, opens } = whyNoWorker({ ...facts, workers });
  const beginning = pin.stands ? `is to run on ${pin.worker}` : `${pin.worker}, where it was to run, is not there for it`;
  return { reason: `${beginning}: ${reason}`, opens };
}

function whyNoWorker({ queue, ahead, workers, gpusNeeded }: Omit<WaitingFacts, 'pin'>): WhyWaiting {
  if (workers.length === 0) return unknown(`no worker serves the queue "${queue}"`);
  const fit = workers.filter(({ gpus }) => gpus >= gpusNeeded);
  if (fit.length === 0)
    return unknown(
      `needs ${gpusOf(gpusNeeded)}, and no worker of the queue "${queue}" has as many: ${names(workers, ({ id, gpus }) => `${id} has ${gpus || 'none'}`)}`,
    );
  const online = fit.filter((worker) => worker.online);
  if (online.length === 0) return unknown(`every worker of the queue "${queue}" is offline: ${names(fit)}`);
  const taking = online.filter((worker) => !worker.draining);
  if (taking.length === 0)
    return unknown(`every worker of the queue "${queue}" is draining and takes no more work: ${names(online)}`);
  const active = taking.filter(({ hours }) => hours.active);
  return active.length === 0 ? whyOutside(queue, taking) : unknown(whyBusy({ queue, ahead, workers: active }));
}

const unknown = (reason: string): WhyWaiting => ({ reason, opens: null });

const gpusOf = (count: number): string => `${count} ${count === 1 ? 'GPU' : 'GPUs'}`;

function whyOutside(queue: string, workers: ServingWorker[]): WhyWaiting {
  const byTag = workers.find(({ hours }) => hours.rule === 'queueTag');
  if (byTag) return unknown(`no worker takes tasks from the queue "${queue}" now: ${byTag.hours.why}`);
  const [first] = workers
    .flatMap(({ id, hours: { changes, changesOn } }) => (changes ? [{ id, changes, changesOn }] : []))
    .sort((one, other) => one.changes.getTime() - other.changes.getTime());
  const why = names(workers, ({ id, hours }) => `${id} (${hours.why})`);
  return {
    reason: `every worker of the queue "${queue}" is outside of its working hours: ${why}${first ? `; ${first.id} starts on ${first.changesOn}` : ''}`,
    opens: first?.changes ?? null,
  };
}

function whyBusy({ queue, ahead, workers }: Pick<WaitingFacts, 'queue' | 'ahead' | 'workers'>): string {
  const free = workers.filter(({ running, slots }) => running < slots);
  if (free.length === 0) return `all workers of the queue "${queue}" are busy: ${names(workers)}${aheadOf(ahead)}`;
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
