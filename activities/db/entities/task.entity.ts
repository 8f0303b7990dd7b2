import { defineEntity, p } from '@mikro-orm/core';
import type { ControllerKind } from '../../../workflows/contracts/controller.ts';
import type { TaskStatus } from '../../../workflows/domain/task-status.ts';

/** A parameter as ClearML stores it: the value is always text, `type` says what it was. */
export interface HyperParameter {
  section: string;
  name: string;
  value: string;
  type?: string;
  description?: string;
}

export interface ConfigurationItem {
  name: string;
  value: string;
  type?: string;
  description?: string;
}

/** `mode` is `input` or `output`; (`key`, `mode`) is unique in a task. */
export interface Artifact {
  key: string;
  mode: 'input' | 'output';
  type?: string;
  uri?: string;
  hash?: string;
  content_size?: number;
  timestamp?: number;
  type_data?: Record<string, unknown>;
  display_data?: string[][];
}

export interface TaskModel {
  name: string;
  model: string;
}

/** Columns carry ClearML's own field names, so that a fact has one name from the wire to the table. */
export const Task = defineEntity({
  name: 'Task',
  tableName: 'tasks',
  properties: {
    id: p.text().primary(),
    name: p.text(),
    type: p.text().default('training'),
    status: p.text().$type<TaskStatus>().default('created'),
    project: p.text(),
    user_id: p.text(),
    parent: p.text().nullable(),
    comment: p.text().default(''),
    tags: p.array().default([]),
    system_tags: p.array().default([]),
    script: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    hyperparams: p.json<Record<string, Record<string, HyperParameter>>>().defaultRaw(`'{}'`),
    configuration: p.json<Record<string, ConfigurationItem>>().defaultRaw(`'{}'`),
    execution: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    artifacts: p.json<Artifact[]>().defaultRaw(`'[]'`),
    models: p.json<{ input: TaskModel[]; output: TaskModel[] }>().defaultRaw(`'{"input":[],"output":[]}'`),
    container: p.json<Record<string, string>>().defaultRaw(`'{}'`),
    runtime: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    output: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    created: p.datetime(3),
    started: p.datetime(3).nullable(),
    completed: p.datetime(3).nullable(),
    published: p.datetime(3).nullable(),
    last_update: p.datetime(3),
    last_change: p.datetime(3),
    last_changed_by: p.text().nullable(),
    status_changed: p.datetime(3),
    status_reason: p.text().default(''),
    status_message: p.text().default(''),
    last_worker: p.text().nullable(),
    last_worker_report: p.datetime(3).nullable(),
    last_iteration: p.integer().default(0),
    /** Status before the enqueue, to which a dequeue returns. */
    enqueue_status: p.text().$type<TaskStatus>().nullable(),
    /** ClearML's `execution.queue`. */
    queue: p.text().nullable(),
    /** Number of the newest attempt; 0 before the first enqueue. */
    attempt: p.integer().default(0),
    /** How many infrastructure failures are answered by another attempt. */
    infrastructure_retries: p.integer().default(2),
    /** Infrastructure failures since the task was last enqueued by a person. */
    infrastructure_failures: p.integer().default(0),
    /** Which workflow runs it in place of an agent; null for what agents run. */
    controller: p.text().$type<ControllerKind>().nullable(),
    /** GPUs that its agent must have. */
    gpus_needed: p.integer().default(0),
    /** The worker that it should run on, while that one is there; null for any. */
    pinned_worker: p.text().nullable(),
    version: p.integer().version(),
  },
});
