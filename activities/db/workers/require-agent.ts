import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { HoursFacts } from '../../../workflows/domain/working-hours/activity.ts';
import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { hoursFacts } from './hours-facts.ts';

/** Which process speaks, under which worker id, as whom, and when. */
export interface AgentIdentity {
  worker: string;
  instance: string;
  userId: string;
  now: Date;
}

export interface AgentState {
  draining: boolean;
  /** It runs on a machine of an autoscaler. */
  launched: boolean;
  /** Those that it holds. */
  runs: RunRef[];
  /** What says when it takes tasks. */
  hours: HoursFacts;
  /** Ids of its queues that were deleted. */
  goneQueues: string[];
}

/**
 * Makes sure that the caller is the process registered under its worker id.
 * @throws Refusal `workerNotFound` (it must register again), `conflict` (another process has the id), `forbidden`
 */
export async function requireAgent(em: Em, { worker, instance, userId, now }: AgentIdentity): Promise<AgentState> {
  const [agent] = await query<AgentState & { instance: string | null; user_id: string }>(
    em,
    sql`select w.instance, w.user_id, w.draining, exists (select from machines m where m.worker = w.id) as launched,
          (select coalesce(json_agg(json_build_object('taskId', a.task, 'attempt', a.number)), '[]') from attempts a
            where a.worker = w.id and a.ended is null) as runs,
          array(select served.id from unnest(w.queues) served(id) where not exists (select from queues q where q.id = served.id))
            as "goneQueues",
          ${hoursFacts(now)} as hours
        from workers w where w.id = ${worker}`,
  );
  const data = { worker };
  if (!agent) throw new Refusal('workerNotFound', `worker "${worker}" is not registered`, { field: 'worker', data });
  if (agent.instance !== instance)
    throw new Refusal('conflict', `worker id "${worker}" was taken over by another agent`, { field: 'instance', data });
  if (agent.user_id !== userId)
    throw new Refusal('forbidden', `worker "${worker}" was registered by another user`, { field: 'worker', data });
  const { draining, launched, runs, hours, goneQueues } = agent;
  return { draining, launched, runs, hours, goneQueues };
}
