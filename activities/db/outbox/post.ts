import type { OutboxMessage } from '../../../workflows/contracts/outbox.ts';
import type { Em } from '../orm.ts';

/** Writes messages for Temporal in the caller's transaction; they are delivered after it commits, in this order. */
export async function post(em: Em, ...messages: OutboxMessage[]): Promise<void> {
  for (const message of messages) await em.execute('insert into outbox (message) values (?)', [JSON.stringify(message)]);
}
