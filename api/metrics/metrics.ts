import { Gauge, Histogram, Registry } from 'prom-client';
import type { Db } from '../../activities/db/orm.ts';
import { query, sql } from '../../activities/db/sql.ts';
import { isOnline } from '../../activities/db/workers/worker-sql.ts';

export interface Metrics {
  registry: Registry;
  /** Seconds that requests took, by method, route and status. */
  requests: Histogram<'method' | 'route' | 'status'>;
}

export interface MetricsInput {
  db: Db;
  now: () => Date;
}

const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** What Prometheus may read of the server. Figures of the database are read when it asks. */
export function createMetrics(input: MetricsInput): Metrics {
  const registry = new Registry();
  const requests = new Histogram({
    name: 'perdura_http_request_duration_seconds',
    help: 'Time from the whole request to the beginning of the answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: LATENCY_BUCKETS,
    registers: [registry],
  });
  registerQueueDepth(registry, input);
  registerWorkers(registry, input);
  return { registry, requests };
}

function registerQueueDepth(registry: Registry, { db }: MetricsInput): void {
  new Gauge({
    name: 'perdura_queue_waiting_tasks',
    help: 'Tasks that wait in a queue',
    labelNames: ['queue'] as const,
    registers: [registry],
    async collect() {
      const rows = await query<{ name: string; waiting: number }>(
        db.em.fork(),
        sql`select q.name, count(e.task)::int as waiting from queues q left join queue_entries e on e.queue = q.id group by q.name`,
      );
      this.reset();
      for (const { name, waiting } of rows) this.set({ queue: name }, waiting);
    },
  });
}

function registerWorkers(registry: Registry, { db, now }: MetricsInput): void {
  new Gauge({
    name: 'perdura_workers_online',
    help: 'Workers that have reported within their time, by kind',
    labelNames: ['kind'] as const,
    registers: [registry],
    async collect() {
      const rows = await query<{ kind: string; online: number }>(
        db.em.fork(),
        sql`select k.kind, count(w.id)::int as online from unnest(array['perdura', 'clearml']) as k (kind)
            left join workers w on w.kind = k.kind and ${isOnline(now())} group by k.kind`,
      );
      for (const { kind, online } of rows) this.set({ kind }, online);
    },
  });
}
