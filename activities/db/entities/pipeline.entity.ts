import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { StepHook, StepKind, StepSpec, StepState } from '../../../workflows/contracts/pipeline.ts';
import type { StepHookOutcome } from '../../../workflows/contracts/pipeline-hooks.ts';

/** What a run of a pipeline has beside its task. */
export const PipelineRun = defineEntity({
  name: 'PipelineRun',
  tableName: 'pipeline_runs',
  properties: {
    run: p.text().primary(),
    /** Counted from 1 in its project. */
    number: p.integer().default(1),
    /** The attempt of the controller whose nodes these are. */
    attempt: p.integer().default(0),
    ignore_cache: p.boolean().default(false),
    paused: p.boolean().default(false),
    /** Since when hooks wait for a worker that nobody runs. */
    worker_missing_since: p.datetime(3).nullable(),
    /** The node of the parent run that this run is. */
    parent_node: p.text().nullable(),
    /** Of the definition, where it was submitted. */
    file: p.text().nullable(),
  },
});

/** A second submission with the same key answers the first one's run. */
export const PipelineSubmission = defineEntity({
  name: 'PipelineSubmission',
  tableName: 'pipeline_submissions',
  properties: {
    user_id: p.text().primary(),
    key: p.text().primary(),
    run: p.text(),
    created: p.datetime(3),
  },
});

/** A step of a run, or an instance of one. */
export const PipelineNode = defineEntity({
  name: 'PipelineNode',
  tableName: 'pipeline_nodes',
  properties: {
    run: p.text().primary(),
    name: p.text().primary(),
    /** The order in which nodes are shown and planned. */
    position: p.integer(),
    step: p.text(),
    kind: p.text().$type<StepKind>(),
    parents: p.array().default([]),
    stage: p.text().nullable(),
    instance_of: p.text().nullable(),
    index: p.integer().nullable(),
    /** Of an instance of a mapped step. */
    item: p.json<unknown>().nullable(),
    spec: p.json<StepSpec>(),
    state: p.text().$type<StepState>().default('pending'),
    reason: p.text().nullable(),
    attempts: p.integer().default(0),
    /** Attempts of earlier runs of the node. */
    base: p.integer().default(0),
    /** Instances of a mapped or repeated step; null before they are known. */
    instances: p.integer().nullable(),
    task: p.text().nullable(),
    queue: p.text().nullable(),
    queued: p.datetime(3).nullable(),
    started: p.datetime(3).nullable(),
    ended: p.datetime(3).nullable(),
    /** When a wait ends by itself. */
    due: p.datetime(3).nullable(),
    /** Its time is over: what it ends with is a failure, for this reason. */
    limit_reason: p.text().nullable(),
    approved_by: p.text().nullable(),
    /** What its task was given, references resolved. */
    parameters: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    /** Parameters that `preExecute` has changed. */
    overrides: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    /** Tasks of earlier runs of the node. */
    earlier: p.array().default([]),
    cache_key: p.text().nullable(),
    cache_parts: p.json<Record<string, string>>().nullable(),
  },
});

export type PipelineNodeRow = InferEntity<typeof PipelineNode>;

/** The timeline of a run. */
export const PipelineEvent = defineEntity({
  name: 'PipelineEvent',
  tableName: 'pipeline_events',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    run: p.text(),
    at: p.datetime(3),
    node: p.text().nullable(),
    state: p.text().$type<StepState>().nullable(),
    text: p.text().default(''),
    actor: p.text().nullable(),
  },
});

/** What a hook has answered: once for each key. */
export const PipelineHook = defineEntity({
  name: 'PipelineHook',
  tableName: 'pipeline_hooks',
  properties: {
    run: p.text().primary(),
    key: p.text().primary(),
    node: p.text().nullable(),
    hook: p.text().$type<StepHook | 'onStart' | 'onEnd'>(),
    attempt: p.integer(),
    outcome: p.json<StepHookOutcome>(),
    at: p.datetime(3),
  },
});

/** Which completed task answers for a step with the same key. */
export const PipelineCache = defineEntity({
  name: 'PipelineCache',
  tableName: 'pipeline_cache',
  properties: {
    key: p.text().primary(),
    /** Hidden project of the runs. */
    pipeline: p.text(),
    step: p.text(),
    /** Hash of each part that the key is made of, to say which one has changed. */
    parts: p.json<Record<string, string>>(),
    task: p.text(),
    created: p.datetime(3),
  },
});

/** A value that a function gave back and that is too long for a parameter of its task. */
export const FunctionResult = defineEntity({
  name: 'FunctionResult',
  tableName: 'function_results',
  properties: {
    task: p.text().primary(),
    key: p.text().primary(),
    attempt: p.integer(),
    value: p.json<unknown>(),
    hash: p.text(),
    /** Of its JSON, in bytes. */
    size: p.integer(),
  },
});

/** A step that Python's controller has enqueued. */
export const PythonStep = defineEntity({
  name: 'PythonStep',
  tableName: 'python_steps',
  properties: {
    task: p.text().primary(),
    run: p.text(),
    /** Attempt of the controller that enqueued it. */
    attempt: p.integer(),
    fingerprint: p.text(),
    /** The task of an earlier attempt whose results it has, or will have. */
    kept_from: p.text().nullable(),
    /** That task still runs, and this one ends as it does. */
    following: p.boolean(),
  },
});
