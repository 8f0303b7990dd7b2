import type { Em } from '../orm.ts';
import { query, type Sql, sql } from '../sql.ts';
import { gpuCount, isOnline } from '../workers/worker-sql.ts';

/** Whether the worker `w` is the one to which the task `t` of `queue` is pinned, and is there to take it. */
const holdsPin = (queue: Sql, now: Date): Sql =>
  sql`w.id = t.pinned_worker and ${isOnline(now)} and not w.draining and ${queue} = any(w.queues) and ${gpuCount} >= t.gpus_needed`;

/** Whether the task `t` of `queue` waits for the worker that it is pinned to. One whose worker is gone is for any. */
export const pinStands = (queue: Sql, now: Date): Sql =>
  sql`(t.pinned_worker is not null and exists (select from workers w where ${holdsPin(queue, now)}))`;

/** Whether `worker` may take the task `t`, which waits as `e` in a queue. */
export const isFit = (worker: string, now: Date): Sql =>
  sql`(t.gpus_needed <= coalesce((select ${gpuCount} from workers w where w.id = ${worker}), 0)
    and (t.pinned_worker is null or t.pinned_worker = ${worker} or not ${pinStands(sql`e.queue`, now)}))`;

/** Those of the queues in which something waits that `worker` may not take. */
export async function unfitQueues(em: Em, { queues, worker }: { queues: string[]; worker: string }): Promise<string[]> {
  const rows = await query<{ queue: string }>(
    em,
    sql`select distinct e.queue from queue_entries e join tasks t on t.id = e.task
        where e.queue = any(${queues}::text[]) and (t.gpus_needed > 0 or t.pinned_worker is not null)
          and not ${isFit(worker, new Date())}`,
  );
  return rows.map(({ queue }) => queue);
}
