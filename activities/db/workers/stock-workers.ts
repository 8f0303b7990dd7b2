import type { MachineStats } from '../../../workflows/contracts/agent-api.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { addWorkerSample } from './worker-sample.ts';

export interface WorkerInput {
  worker: string;
  userId: string;
  ip: string;
  /** Queue ids. */
  queues?: string[] | null | undefined;
  tags?: string[] | null | undefined;
  systemTags?: string[] | null | undefined;
  /** Seconds without a report after which it counts as gone. */
  timeout?: number | null | undefined;
  now: Date;
}

/** Seconds without a report after which a stock agent counts as gone. */
const DEFAULT_TIMEOUT = 600;

/**
 * Enters a stock agent, or whatever else calls itself a worker. Saying so again renews it.
 * @throws Refusal `queueNotFound`; `conflict` while an agent of ours holds the id
 */
export async function registerWorker(db: Db, input: WorkerInput): Promise<void> {
  const em = db.em.fork();
  await checkQueues(em, input.queues ?? []);
  await enter(em, input);
}

async function checkQueues(em: Em, queues: string[]): Promise<void> {
  if (queues.length === 0) return;
  const rows = await query<{ id: string }>(em, sql`select id from queues where id = any(${queues}::text[])`);
  const known = new Set(rows.map((row) => row.id));
  const unknown = queues.find((queue) => !known.has(queue));
  if (unknown !== undefined)
    throw new Refusal('queueNotFound', `Invalid queue id: id=${unknown}`, { field: 'queues', data: { id: unknown } });
}

async function enter(em: Em, { worker, userId, ip, queues, tags, systemTags, timeout, now }: WorkerInput): Promise<void> {
  const entered = await query(
    em,
    sql`insert into workers (id, kind, user_id, ip, queues, tags, system_tags, register_time, register_timeout, last_activity)
        values (${worker}, 'clearml', ${userId}, ${ip}, ${queues ?? []}, ${tags ?? []}, ${systemTags ?? []}, ${now}, ${timeout ?? DEFAULT_TIMEOUT}, ${now})
        on conflict (id) do update set kind = 'clearml', instance = null, schedule = null, docker_image = null, user_id = excluded.user_id, ip = excluded.ip,
          queues = excluded.queues, tags = excluded.tags, system_tags = excluded.system_tags, task = null,
          register_time = excluded.register_time, register_timeout = excluded.register_timeout, last_activity = excluded.last_activity
        where workers.kind = 'clearml' or workers.last_activity < ${now}::timestamptz - make_interval(secs => workers.register_timeout)
        returning id`,
  );
  if (entered.length > 0) return;
  throw new Refusal('conflict', `worker id "${worker}" is held by another live agent; choose another id`, { field: 'worker' });
}

/** Takes a worker out; one that is unknown is out already. */
export async function unregisterWorker(db: Db, worker: string): Promise<void> {
  await query(db.em.fork(), sql`delete from workers where id = ${worker} and kind = 'clearml'`);
}

export interface WorkerReport extends WorkerInput {
  /** What it runs; nothing: it is idle. */
  task?: string | null | undefined;
  stats?: Partial<MachineStats> | null | undefined;
}

/**
 * Notes that a worker is alive and what it does; one that is unknown is entered.
 * @throws Refusal `conflict` while an agent of ours holds the id
 */
export async function recordReport(db: Db, report: WorkerReport): Promise<void> {
  const em = db.em.fork();
  const { worker, task = null, stats, now } = report;
  if (!(await noteWorker(em, report))) {
    await enter(em, report);
    await noteWorker(em, report);
  }
  if (task) await noteTask(em, { worker, task, now });
  if (stats) await query(em, addWorkerSample({ worker, task: task || null, stats: stats as MachineStats, now }));
}

async function noteWorker(em: Em, { worker, ip, task, queues, tags, stats, now }: WorkerReport): Promise<boolean> {
  const noted = await query(
    em,
    sql`update workers set last_activity = ${now}, ip = ${ip}, task = ${task || null},
          queues = coalesce(${queues ?? null}::text[], queues), tags = coalesce(${tags ?? null}::text[], tags),
          stats = coalesce(${stats ? JSON.stringify(stats) : null}::jsonb, stats)
        where id = ${worker} and kind = 'clearml' returning id`,
  );
  return noted.length > 0;
}

async function noteTask(em: Em, { worker, task, now }: { worker: string; task: string; now: Date }): Promise<void> {
  await query(
    em,
    sql`update tasks set last_worker = ${worker}, last_worker_report = ${now}, last_update = ${now}
        where id = ${task} and status in ('queued', 'in_progress')`,
  );
}
