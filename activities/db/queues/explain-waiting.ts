import type { TaskStatus } from '../../../workflows/domain/task-status.ts';
import type { HoursFacts } from '../../../workflows/domain/working-hours/activity.ts';
import { viewHours } from '../../../workflows/domain/working-hours/view-hours.ts';
import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { hoursFacts } from '../workers/hours-facts.ts';
import { gpuCount, isOnline, runningCount } from '../workers/worker-sql.ts';
import type { QueueRef } from './find-queue.ts';
import { pinStands } from './fit.ts';
import { type ServingWorker, whyWaiting } from './why-waiting.ts';

export interface Waiting {
  /** Counted from 0; null for a task that is in no queue. */
  position: number | null;
  queue: QueueRef | null;
  /** When it was enqueued. */
  since: Date | null;
  reason: string;
  /** When a worker begins to take tasks, while all of them are outside of their working hours and that is known. */
  opens: Date | null;
}

/**
 * Where a task stands in its queue and why it has not started.
 * @throws Refusal `taskNotFound`
 */
export async function explainWaiting(em: Em, task: string, now: Date): Promise<Waiting> {
  const place = await findPlace(em, task, now);
  if (place.queue === null) return { position: null, queue: null, since: null, reason: reasonOutside(place), opens: null };
  const queue = { id: place.queue, name: place.queue_name ?? '' };
  const workers = await servingWorkers(em, queue.id, now);
  const why = whyWaiting({ queue: queue.name, ahead: place.ahead, workers, gpusNeeded: place.gpus_needed, pin: pinOf(place) });
  return { position: place.ahead, queue, since: place.added, ...why };
}

interface Place {
  status: TaskStatus;
  queue: string | null;
  queue_name: string | null;
  added: Date | null;
  ahead: number;
  claimed_by: string | null;
  gpus_needed: number;
  pinned_worker: string | null;
  pin_stands: boolean;
}

const pinOf = ({ pinned_worker: worker, pin_stands: stands }: Place) => (worker === null ? null : { worker, stands });

async function findPlace(em: Em, task: string, now: Date): Promise<Place> {
  const [place] = await query<Place>(
    em,
    sql`select t.status, e.queue, q.name as queue_name, e.added,
          (select count(*)::int from queue_entries o where o.queue = e.queue and o.position < e.position) as ahead,
          a.worker as claimed_by, t.gpus_needed, t.pinned_worker, ${pinStands(sql`e.queue`, now)} as pin_stands
        from tasks t
          left join queue_entries e on e.task = t.id
          left join queues q on q.id = e.queue
          left join attempts a on a.task = t.id and a.number = t.attempt and a.state = 'claimed'
        where t.id = ${task}`,
  );
  if (place) return place;
  throw new Refusal('taskNotFound', `task ${task} does not exist`, { field: 'task', data: { id: task } });
}

/** A stock agent takes a task out of its queue before it says that it started it. */
function reasonOutside({ status, claimed_by }: Place): string {
  return claimed_by ? `${claimed_by} has taken it and is about to start it` : `the task is ${status} and waits in no queue`;
}

async function servingWorkers(em: Em, queue: string, now: Date): Promise<ServingWorker[]> {
  const workers = await query<Omit<ServingWorker, 'hours'> & { facts: HoursFacts }>(
    em,
    sql`select w.id, ${isOnline(now)} as online, w.draining, ${runningCount} as running, w.slots, ${gpuCount} as gpus,
          ${hoursFacts(now)} as facts
        from workers w where ${queue} = any(w.queues) order by w.id`,
  );
  return workers.map(({ facts, ...worker }) => ({ ...worker, hours: viewHours(facts, queue, now) }));
}
