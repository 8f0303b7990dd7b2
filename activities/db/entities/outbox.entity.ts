import { defineEntity, p } from '@mikro-orm/core';
import type { OutboxMessage } from '../../../workflows/contracts/outbox.ts';

/** What Temporal must still be told; written in the transaction that made it true. */
export const Outbox = defineEntity({
  name: 'Outbox',
  tableName: 'outbox',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    message: p.json<OutboxMessage>(),
    created: p.datetime(3).defaultRaw('now()'),
    leased_until: p.datetime(3).nullable(),
    tries: p.integer().default(0),
  },
});
