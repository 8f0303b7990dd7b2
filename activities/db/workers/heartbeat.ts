import type { HeartbeatRequest, HeartbeatResponse } from '../../../workflows/contracts/agent-api.ts';
import { type RunRef, runKey } from '../../../workflows/contracts/run.ts';
import type { Db } from '../orm.ts';
import { type Sql, sql, writeTogether } from '../sql.ts';
import { type AgentIdentity, requireAgent } from './require-agent.ts';
import { addWorkerSample } from './worker-sample.ts';

export interface HeartbeatInput extends AgentIdentity {
  heartbeat: HeartbeatRequest;
}

/**
 * Notes that an agent and the runs it carries are alive. Answers the runs that it carries and no longer owns, what goes before its schedule,
 * and which of its queues were deleted.
 * @throws Refusal `workerNotFound`, `conflict`, `forbidden`
 */
export async function recordHeartbeat(db: Db, input: HeartbeatInput): Promise<HeartbeatResponse> {
  const em = db.em.fork();
  const { heartbeat, worker, now } = input;
  const { hours, runs, goneQueues } = await requireAgent(em, input);
  const open = new Set(runs.map(runKey));
  const owned = heartbeat.runs.filter((run) => open.has(runKey(run)));
  const task = owned[0]?.taskId ?? null;
  const { machineStats: stats } = heartbeat;
  const sample = stats ? [addWorkerSample({ worker, task, stats, now })] : [];
  await writeTogether(em, [...sample, ...(owned.length > 0 ? [noteTasks(owned, now)] : []), noteWorker(input, task)]);
  const { forced, forcedQueues } = hours;
  return {
    revoked: heartbeat.runs.filter((run) => !open.has(runKey(run))),
    overrides: { forced, forcedQueues },
    ...(goneQueues.length > 0 && { goneQueues }),
  };
}

/** Another process may have taken the id since it was looked at: the instance stands in the condition too. */
const noteWorker = ({ worker, instance, heartbeat, now }: HeartbeatInput, task: string | null): Sql =>
  sql`update workers set last_activity = ${now}, draining = ${heartbeat.draining}, task = ${task},
        stats = coalesce(${heartbeat.machineStats && JSON.stringify(heartbeat.machineStats)}::jsonb, stats)
      where id = ${worker} and instance = ${instance}`;

const noteTasks = (runs: RunRef[], now: Date): Sql =>
  sql`update tasks set last_update = ${now}, last_worker_report = ${now}
      where id = any(${runs.map(({ taskId }) => taskId)}) and status = 'in_progress'`;
