import { defineEntity, p } from '@mikro-orm/core';
import type { TrialState } from '../../../workflows/contracts/sweep.ts';
import type { Verdict } from '../../../workflows/domain/sweeps/trial-state.ts';

/** What the workflow of a sweep goes by; its definition is the configuration object `Sweep` of the task. */
export const Sweep = defineEntity({
  name: 'Sweep',
  tableName: 'sweeps',
  properties: {
    task: p.text().primary(),
    /** Attempt of the controller that opened it last. */
    attempt: p.integer().default(0),
    /** Start of that attempt. */
    started: p.datetime(3).nullable(),
    /** Who paused it; null while it goes on. */
    paused_by: p.text().nullable(),
    /** Index of the next point of the strategy's sequence. */
    cursor: p.bigint('number').default(0),
    /** No point is left that was not tried. */
    exhausted: p.boolean().default(false),
    activity: p.text().nullable(),
    idempotency_key: p.text().nullable(),
  },
});

export const SweepTrial = defineEntity({
  name: 'SweepTrial',
  tableName: 'sweep_trials',
  properties: {
    sweep: p.text().primary(),
    number: p.integer().primary(),
    task: p.text(),
    /** The parameters as one text, to find a point again. */
    fingerprint: p.text(),
    parameters: p.json<Record<string, unknown>>(),
    state: p.text().$type<TrialState>().default('queued'),
    /** Why its process was told to stop; null when it was not. */
    verdict: p.text().$type<Verdict>().nullable(),
    reason: p.text().nullable(),
    /** One for each objective; null for what was not reported, or is no finite number. */
    results: p.json<(number | null)[]>().defaultRaw(`'[]'`),
    /** First result so that lower is better; null unless the trial counts when trials are compared. */
    score: p.double().nullable(),
    iteration: p.bigint('number').default(0),
    bracket: p.integer().nullable(),
    rung: p.integer().nullable(),
    by_hand: p.boolean().default(false),
    /** What Optuna's sampler keeps with the trial. */
    sampler: p.json<Record<string, unknown>>().nullable(),
    created: p.datetime(3),
    started: p.datetime(3).nullable(),
    ended: p.datetime(3).nullable(),
    /** Run time of its attempts, in milliseconds. */
    compute_ms: p.bigint('number').default(0),
  },
});

export const SweepRung = defineEntity({
  name: 'SweepRung',
  tableName: 'sweep_rungs',
  properties: {
    sweep: p.text().primary(),
    trial: p.integer().primary(),
    bracket: p.integer(),
    iterations: p.integer().primary(),
    score: p.double(),
    promoted: p.boolean(),
    at: p.datetime(3),
  },
});

/** What people have changed while a sweep ran, and what it said itself. */
export const SweepEvent = defineEntity({
  name: 'SweepEvent',
  tableName: 'sweep_events',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    sweep: p.text(),
    at: p.datetime(3),
    text: p.text(),
    actor: p.text(),
  },
});
