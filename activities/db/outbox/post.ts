import type { OutboxMessage } from '../../../workflows/contracts/outbox.ts';
import type { Em } from '../orm.ts';
import { query, type Sql, sql } from '../sql.ts';

/** Writes messages for Temporal in the caller's transaction; they are delivered after it commits, in this order. */
export async function post(em: Em, ...messages: OutboxMessage[]): Promise<void> {
  if (messages.length > 0) await query(em, posting(...messages));
}

/** The statement of `post`. */
export const posting = (...messages: OutboxMessage[]): Sql =>
  sql`insert into outbox (message)
    select value from jsonb_array_elements(${JSON.stringify(messages)}::jsonb) with ordinality order by ordinality`;
