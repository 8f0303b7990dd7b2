import type { HeartbeatRequest, HeartbeatResponse } from '../../../workflows/contracts/agent-api.ts';
import { type RunRef, runKey } from '../../../workflows/contracts/run.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { addWorkerSample } from './add-worker-sample.ts';
import { type AgentIdentity, requireAgent } from './require-agent.ts';

export interface HeartbeatInput extends AgentIdentity {
  heartbeat: HeartbeatRequest;
}

/**
 * Notes that an agent and the runs it carries are alive. Answers the runs that it carries and no longer owns, and what goes before its schedule.
 * @throws Refusal `workerNotFound`, `conflict`, `forbidden`
 */
export async function recordHeartbeat(db: Db, input: HeartbeatInput): Promise<HeartbeatResponse> {
  const em = db.em.fork();
  const { heartbeat, worker, now } = input;
  const { hours } = await requireAgent(em, input);
  const open = await openRuns(em, worker);
  const owned = heartbeat.runs.filter((run) => open.has(runKey(run)));
  await noteWorker(em, input, owned[0]?.taskId ?? null);
  await noteTasks(em, owned, now);
  if (heartbeat.machineStats) await addWorkerSample(em, { worker, stats: heartbeat.machineStats, now });
  const { forced, forcedQueues } = hours;
  return { revoked: heartbeat.runs.filter((run) => !open.has(runKey(run))), overrides: { forced, forcedQueues } };
}

async function openRuns(em: Em, worker: string): Promise<Set<string>> {
  const rows = await query<{ task: string; number: number }>(
    em,
    sql`select task, number from attempts where worker = ${worker} and ended is null`,
  );
  return new Set(rows.map(({ task, number }) => runKey({ taskId: task, attempt: number })));
}

/** Another process may have taken the id since it was looked at: the instance stands in the condition too. */
async function noteWorker(em: Em, { worker, instance, heartbeat, now }: HeartbeatInput, task: string | null): Promise<void> {
  const stats = heartbeat.machineStats && JSON.stringify(heartbeat.machineStats);
  await query(
    em,
    sql`update workers set last_activity = ${now}, draining = ${heartbeat.draining}, task = ${task},
          stats = coalesce(${stats}::jsonb, stats)
        where id = ${worker} and instance = ${instance}`,
  );
}

async function noteTasks(em: Em, runs: RunRef[], now: Date): Promise<void> {
  if (runs.length === 0) return;
  await query(
    em,
    sql`update tasks set last_update = ${now}, last_worker_report = ${now}
        where id = any(${runs.map(({ taskId }) => taskId)}) and status = 'in_progress'`,
  );
}
