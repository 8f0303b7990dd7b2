import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { MachineStats } from '../../../workflows/contracts/agent-api.ts';

/** `perdura`: our agent. `clearml`: a stock agent, or whatever else calls `workers.*`. */
export type WorkerKind = 'perdura' | 'clearml';

export const Worker = defineEntity({
  name: 'Worker',
  tableName: 'workers',
  properties: {
    id: p.text().primary(),
    kind: p.text().$type<WorkerKind>(),
    /** Process identity: another one under the same id is another agent. */
    instance: p.text().nullable(),
    user_id: p.text(),
    host: p.text().nullable(),
    ip: p.text().nullable(),
    pid: p.integer().nullable(),
    version: p.text().nullable(),
    tags: p.array().default([]),
    system_tags: p.array().default([]),
    queues: p.array().default([]),
    slots: p.integer().default(1),
    gpus: p
      .array<number>((text) => Number(text))
      .columnType('integer[]')
      .default([]),
    services_mode: p.boolean().default(false),
    draining: p.boolean().default(false),
    register_time: p.datetime(3),
    /** Seconds without a report after which the worker is offline. */
    register_timeout: p.integer().default(600),
    last_activity: p.datetime(3),
    task: p.text().nullable(),
    stats: p.json<MachineStats>().nullable(),
    runtime_properties: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
  },
});

export type WorkerRow = InferEntity<typeof Worker>;

/** Since when a service of the server has been there to hear. */
export const ServerStart = defineEntity({
  name: 'ServerStart',
  tableName: 'server_starts',
  properties: {
    service: p.text().primary(),
    at: p.datetime(3),
  },
});

export const WorkerSample = defineEntity({
  name: 'WorkerSample',
  tableName: 'worker_samples',
  properties: {
    worker: p.text().primary(),
    at: p.datetime(3).primary(),
    stats: p.json<MachineStats>(),
    /** What it ran. */
    task: p.text().nullable(),
  },
});
