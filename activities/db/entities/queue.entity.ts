import { defineEntity, p } from '@mikro-orm/core';

export const Queue = defineEntity({
  name: 'Queue',
  tableName: 'queues',
  properties: {
    id: p.text().primary(),
    name: p.text().unique(),
    display_name: p.text().nullable(),
    user_id: p.text(),
    tags: p.array().default([]),
    system_tags: p.array().default([]),
    metadata: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    created: p.datetime(3),
    last_update: p.datetime(3),
  },
});

/** One waiting task. Order is `position`, which has gaps and may be negative. */
export const QueueEntry = defineEntity({
  name: 'QueueEntry',
  tableName: 'queue_entries',
  properties: {
    task: p.text().primary(),
    queue: p.text(),
    position: p.bigint('number'),
    added: p.datetime(3),
  },
});

/** How a queue stood at a moment, for its graphs. */
export const QueueSample = defineEntity({
  name: 'QueueSample',
  tableName: 'queue_samples',
  properties: {
    queue: p.text().primary(),
    at: p.datetime(3).primary(),
    waiting: p.integer(),
    /** Seconds that the waiting tasks have waited on average. */
    average_wait: p.double(),
  },
});
