import type { ListedWorker } from '../../../activities/db/workers/list-workers.ts';
import { COMPANY } from './company.ts';
import type { Document } from './document.ts';
import { wireDate } from './wire-date.ts';

/** A worker as ClearML shows it. One that runs nothing has no `task`. */
export function workerDocument({ task, project, user, queues, ...worker }: ListedWorker): Document {
  const served = queues.map(({ next_task, ...queue }) => ({ ...queue, ...(next_task ? { next_task } : {}) }));
  const source = task?.queue ? served.find((queue) => queue.id === task.queue) : undefined;
  return {
    id: worker.id,
    key: `worker_${COMPANY.id}_${user?.id ?? ''}_${worker.id}`,
    company: COMPANY,
    user,
    ip: worker.ip,
    tags: worker.tags,
    system_tags: worker.system_tags,
    register_time: wireDate(worker.register_time),
    register_timeout: worker.register_timeout,
    last_activity_time: wireDate(worker.last_activity),
    last_report_time: wireDate(worker.last_activity),
    queues: served,
    ...(source ? { queue: source } : {}),
    ...(project ? { project } : {}),
    ...(task
      ? { task: { id: task.id, name: task.name, last_iteration: task.last_iteration, running_time: task.running_time } }
      : {}),
  };
}
