import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { ScalerConfiguration, ScalerSecrets } from '../../../autoscaler/config/scaler-configuration.ts';
import type { EndReason, PlanNote } from '../../../workflows/domain/autoscaler/plan.ts';
import type { Backoff, ScalerMode } from '../../../workflows/domain/autoscaler/snapshot.ts';

export const Scaler = defineEntity({
  name: 'Scaler',
  tableName: 'scalers',
  properties: {
    id: p.text().primary(),
    name: p.text(),
    user_id: p.text(),
    /** Without its secrets. */
    configuration: p.json<ScalerConfiguration>(),
    secrets: p.json<ScalerSecrets>().defaultRaw(`'{}'`),
    mode: p.text().$type<ScalerRecordMode>().default('running'),
    created: p.datetime(3),
    last_look: p.datetime(3).nullable(),
    next_look: p.datetime(3).nullable(),
    /** Of the last plan. */
    notes: p.json<PlanNote[]>().defaultRaw(`'[]'`),
    backoffs: p.json<Record<string, Backoff & { failures: number }>>().defaultRaw(`'{}'`),
    /** When its machines were last looked up in the cloud. */
    cloud_seen: p.datetime(3).nullable(),
    /** What the cloud answered when it could not be asked; null when it could. */
    cloud_error: p.text().nullable(),
  },
});

/**
 * How people want a scaler. Beside the planner's modes: `emptying` is draining and `leaving` is paused, with no warm pools, until no
 * machine is left. Then all three that stop are `stopped`, and the workflow has ended.
 */
export type ScalerRecordMode = ScalerMode | 'emptying' | 'leaving' | 'stopped';

/** `planned`: may exist in the cloud. `launched`: exists. `joined`: its agent has its configuration. `ending`: to be ended. `ended`: is gone. */
export type MachineRecordState = 'planned' | 'launched' | 'joined' | 'ending' | 'ended';

export const Machine = defineEntity({
  name: 'Machine',
  tableName: 'machines',
  properties: {
    id: p.text().primary(),
    scaler: p.text(),
    /** Name of the queue that it was launched for. */
    queue: p.text(),
    resource: p.text(),
    instance_type: p.text(),
    spot: p.boolean().default(false),
    state: p.text().$type<MachineRecordState>().default('planned'),
    why: p.text(),
    cloud_id: p.text().nullable(),
    zone: p.text().nullable(),
    /** Known when it has fetched its configuration. */
    worker: p.text().nullable(),
    hourly_price: p.double().nullable(),
    /** Good for one join, and afterwards with its nonce alone; null when the machine has ended. */
    join_token: p.text().nullable(),
    join_nonce: p.text().nullable(),
    access_key: p.text().nullable(),
    created: p.datetime(3),
    launched: p.datetime(3).nullable(),
    joined: p.datetime(3).nullable(),
    interrupted: p.datetime(3).nullable(),
    /** Since when it takes no task beside the one that it has. */
    draining: p.datetime(3).nullable(),
    end_requested: p.datetime(3).nullable(),
    ending: p.datetime(3).nullable(),
    ended: p.datetime(3).nullable(),
    end_reason: p.text().$type<EndReason | 'gone' | 'launch failed'>().nullable(),
    end_why: p.text().nullable(),
    error: p.text().nullable(),
    console: p.text().nullable(),
  },
});

/** A second submission with the same key answers what the first one did. */
export const ScalerSubmission = defineEntity({
  name: 'ScalerSubmission',
  tableName: 'scaler_submissions',
  properties: {
    user_id: p.text().primary(),
    key: p.text().primary(),
    scaler: p.text(),
    /** Queues that were made for it. */
    queues: p.array(),
    created: p.datetime(3),
  },
});

export const ScalerEvent = defineEntity({
  name: 'ScalerEvent',
  tableName: 'scaler_events',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    scaler: p.text(),
    at: p.datetime(3),
    machine: p.text().nullable(),
    kind: p.text().$type<ScalerEventKind>(),
    text: p.text(),
    actor: p.text(),
  },
});

export type ScalerEventKind = 'launch' | 'joined' | 'end' | 'gone' | 'refused' | 'interrupted' | 'change' | 'note';

/** Once a minute at most, for the graphs. */
export const ScalerSample = defineEntity({
  name: 'ScalerSample',
  tableName: 'scaler_samples',
  properties: {
    scaler: p.text().primary(),
    at: p.datetime(3).primary(),
    waiting: p.integer(),
    starting: p.integer(),
    idle: p.integer(),
    busy: p.integer(),
    /** Dollars, of all machines that exist. */
    cost_per_hour: p.double(),
  },
});

export type ScalerRow = InferEntity<typeof Scaler>;
export type MachineRow = InferEntity<typeof Machine>;
