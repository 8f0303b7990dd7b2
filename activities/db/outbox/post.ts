import type { OutboxMessage } from '../../../workflows/contracts/outbox.ts';
import type { Em } from '../orm.ts';

/** Writes messages for Temporal in the caller's transaction; they are delivered after it commits, in this order. */
export async function post(em: Em, ...messages: OutboxMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await em.execute(
    'insert into outbox (message) select value from jsonb_array_elements(?::jsonb) with ordinality order by ordinality',
    [JSON.stringify(messages)],
  );
}
