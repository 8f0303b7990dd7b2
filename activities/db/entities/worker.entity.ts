import { defineEntity, p } from '@mikro-orm/core';
import type { MachineStats } from '../../../workflows/contracts/agent-api.ts';
import type { Schedule } from '../../../workflows/domain/working-hours/schedule.ts';

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
    schedule: p.json<Schedule>().nullable(),
    /** Of the containers in which it runs tasks that name none; null without containers. */
    docker_image: p.text().nullable(),
  },
});

/** What people have set for a worker at run time; kept while the worker is away. */
export const WorkerProperty = defineEntity({
  name: 'WorkerProperty',
  tableName: 'worker_properties',
  properties: {
    worker: p.text().primary(),
    key: p.text().primary(),
    value: p.text(),
    expires: p.datetime(3).nullable(),
  },
});

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
