import { compilePolicy, type KnownResources } from '../../../autoscaler/config/policy.ts';
import type { QueuePolicy, ScalerPolicy } from '../../../workflows/domain/autoscaler/policy.ts';
import type {
  Backoff,
  MachineFacts,
  MachineState,
  ScalerMode,
  ScalerSnapshot,
  WaitingTasks,
} from '../../../workflows/domain/autoscaler/snapshot.ts';
import { forcedByTags } from '../../../workflows/domain/working-hours/activity.ts';
import type { MachineRecordState, ScalerRecordMode, ScalerRow } from '../entities/scaler.entity.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { spentToday } from './spend.ts';

export interface SnapshotInput {
  scaler: Pick<ScalerRow, 'id' | 'mode' | 'configuration' | 'backoffs'>;
  known: KnownResources;
  now: Date;
}

/** Everything that a decision depends on. Locks the machines: until the transaction ends none of them claims a task. */
export async function readSnapshot(em: Em, { scaler, known, now }: SnapshotInput): Promise<ScalerSnapshot> {
  const policy = policyOf(scaler, { ...known, now });
  await lockMachines(em, scaler.id);
  const machines = await readMachines(em, scaler.id, now);
  return {
    now: now.getTime(),
    mode: PLANNED_AS[scaler.mode as ScalerRecordMode],
    policy,
    waiting: await readWaiting(em, policy.queues),
    off: await readOff(em, policy.queues),
    machines,
    backoffs: scaler.backoffs as Record<string, Backoff>,
    spentToday: await spentToday(em, scaler.id, now),
  };
}

const PLANNED_AS: Record<ScalerRecordMode, ScalerMode> = {
  running: 'running',
  paused: 'paused',
  draining: 'draining',
  stopping: 'stopping',
  emptying: 'draining',
  leaving: 'paused',
  stopped: 'paused',
};

/** A scaler that waits for its last machine keeps none ready. */
function policyOf({ mode, configuration }: SnapshotInput['scaler'], known: KnownResources & { now: Date }): ScalerPolicy {
  const policy = compilePolicy(configuration, known);
  return mode === 'leaving' ? { ...policy, queues: policy.queues.map((queue) => ({ ...queue, warm: 0 })) } : policy;
}

/** Until the transaction ends none of the machines claims a task. */
export async function lockMachines(em: Em, scaler: string): Promise<void> {
  await query(em, sql`select from machines where scaler = ${scaler} and ended is null order by id for update`);
}

/** What waits, by the name of its queue; queues in which nothing does are left out. */
export async function readWaiting(em: Em, queues: readonly QueuePolicy[]): Promise<Record<string, WaitingTasks[]>> {
  const rows = await query<{ queue: string; gpus: number; count: number }>(
    em,
    sql`select q.name as queue, t.gpus_needed as gpus, count(*)::int as count
        from queue_entries e join queues q on q.id = e.queue join tasks t on t.id = e.task
        where q.name = any(${queues.map(({ queue }) => queue)}) group by 1, 2`,
  );
  const byQueue = Map.groupBy(rows, ({ queue }) => queue);
  return Object.fromEntries([...byQueue].map(([queue, own]) => [queue, own.map(({ gpus, count }) => ({ gpus, count }))]));
}

/** Those of the queues that are closed to all agents. */
async function readOff(em: Em, queues: readonly QueuePolicy[]): Promise<string[]> {
  const names = queues.map(({ queue }) => queue);
  const rows = await query<{ name: string; tags: string[] }>(em, sql`select name, tags from queues where name = any(${names})`);
  return rows.filter(({ tags }) => forcedByTags(tags) === 'off').map(({ name }) => name);
}

interface MachineRow {
  id: string;
  queue: string;
  resource: string;
  state: MachineRecordState;
  created: Date;
  launched: Date | null;
  joined: Date | null;
  ending: Date | null;
  interrupted: boolean;
  end_requested: boolean;
  hourly_price: number | null;
  /** Since when its open attempt runs; null when it has none. */
  busy_since: Date | null;
  last_task_ended: Date | null;
  /** When its agent was heard last; null when it is not on the list of workers. */
  heard: Date | null;
  /** Seconds of silence after which its agent counts as offline. */
  timeout: number | null;
}

/** The machines of a scaler that exist or are to, as they stand. */
export async function readMachines(em: Em, scaler: string, now: Date): Promise<MachineFacts[]> {
  const rows = await query<MachineRow>(em, machineRows(scaler));
  return rows.map((row) => ({
    id: row.id,
    queue: row.queue,
    resource: row.resource,
    ...standing(row, now),
    created: row.created.getTime(),
    hourlyPrice: row.hourly_price,
    interrupted: row.interrupted,
    endRequested: row.end_requested,
  }));
}

/** A time in which the server could not hear does not count as silence. */
const machineRows = (scaler: string) => sql`
  select m.id, m.queue, m.resource, m.state, m.created, m.launched, m.joined, m.ending, m.interrupted is not null as interrupted,
    m.end_requested is not null as end_requested, m.hourly_price, a.busy_since, a.last_task_ended,
    greatest(w.last_activity, case when w.id is not null then (select at from server_starts where service = 'api') end) as heard,
    w.register_timeout as timeout
  from machines m left join workers w on w.id = m.worker
    left join lateral (
      select min(coalesce(claimed, created)) filter (where ended is null) as busy_since, max(ended) as last_task_ended
      from attempts where worker = m.worker) a on true
  where m.scaler = ${scaler} and m.ended is null order by m.created, m.id`;

/** In which state a machine is, and since when. An agent that has left the list of workers has ended by itself. */
export function standing(row: Omit<MachineRow, 'id' | 'queue' | 'resource'>, now: Date): { state: MachineState; since: number } {
  const at = (state: MachineState, since: Date | null) => ({ state, since: (since ?? row.created).getTime() });
  if (row.state === 'ending' || row.state === 'ended') return at('ending', row.ending);
  if (row.state === 'planned') return at('launching', row.created);
  if (row.joined === null) return at('starting', row.launched);
  if (row.heard === null) return at('silent', row.last_task_ended ?? row.joined);
  if (now.getTime() - row.heard.getTime() > (row.timeout ?? 0) * 1000) return at('silent', row.heard);
  if (row.busy_since) return at('busy', row.busy_since);
  return at('idle', latest(row.joined, row.last_task_ended));
}

const latest = (a: Date, b: Date | null): Date => (b && b > a ? b : a);
