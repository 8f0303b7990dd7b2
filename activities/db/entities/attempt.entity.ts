import { defineEntity, p } from '@mikro-orm/core';
import type { Stage } from '../../../workflows/contracts/run.ts';

/**
 * `waiting`: in its queue. `claimed`: popped by a stock agent that has not said started. `running`. Then one end:
 * `succeeded`, `failed` (the user's code), `lost` (the machine), `released` (given back), `cancelled` (dequeued, aborted, reset).
 */
export type AttemptState = 'waiting' | 'claimed' | 'running' | 'succeeded' | 'failed' | 'lost' | 'released' | 'cancelled';

/** `agent`: our agent runs it. `external`: a stock agent or the user's own process reports it. `workflow`: a controller's own workflow is the run. */
export type AttemptKind = 'agent' | 'external' | 'workflow';

export interface StageRecord {
  stage: Stage;
  state: 'started' | 'completed' | 'failed';
  startedAt: number;
  endedAt?: number;
  detail?: string;
  /** The last lines that a process wrote which failed. */
  lastLines?: string;
}

export const Attempt = defineEntity({
  name: 'Attempt',
  tableName: 'attempts',
  properties: {
    task: p.text().primary(),
    number: p.integer().primary(),
    state: p.text().$type<AttemptState>().default('waiting'),
    kind: p.text().$type<AttemptKind>().default('agent'),
    queue: p.text().nullable(),
    worker: p.text().nullable(),
    created: p.datetime(3),
    claimed: p.datetime(3).nullable(),
    started: p.datetime(3).nullable(),
    ended: p.datetime(3).nullable(),
    exit_code: p.integer().nullable(),
    reason: p.text().nullable(),
    stages: p.json<StageRecord[]>().defaultRaw(`'[]'`),
    /** First byte of the console stream that is not stored yet. */
    console_next: p.bigint('number').default(0),
    /** Timestamp of the newest console text, in milliseconds: the stream never goes back in time. */
    console_at: p.bigint('number').default(0),
    /** The row of `log_events` that holds the end of an unfinished line. */
    console_open: p.bigint('number').nullable(),
  },
});
