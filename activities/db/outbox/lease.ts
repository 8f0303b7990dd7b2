import type { OutboxMessage } from '../../../workflows/contracts/outbox.ts';
import type { Em } from '../orm.ts';

export interface LeasedMessage {
  id: number;
  message: OutboxMessage;
}

/** Takes up to `limit` undelivered messages for `seconds`; after that another relay may take them. */
export async function leaseMessages(em: Em, { limit, seconds }: { limit: number; seconds: number }): Promise<LeasedMessage[]> {
  const rows = await em.execute<LeasedMessage[]>(
    `update outbox set leased_until = now() + make_interval(secs => ?), tries = tries + 1
     where id in (
       select id from outbox where leased_until is null or leased_until < now() order by id limit ? for update skip locked
     ) returning id::int as id, message`,
    [seconds, limit],
  );
  return rows.toSorted((a, b) => a.id - b.id);
}

export async function deleteMessages(em: Em, ids: number[]): Promise<void> {
  if (ids.length > 0) await em.execute('delete from outbox where id = any(?::bigint[])', [`{${ids.join(',')}}`]);
}

/** Gives messages back whose delivery failed, to be tried again after `seconds`. */
export async function returnMessages(em: Em, ids: number[], seconds: number): Promise<void> {
  if (ids.length === 0) return;
  await em.execute('update outbox set leased_until = now() + make_interval(secs => ?) where id = any(?::bigint[])', [
    seconds,
    `{${ids.join(',')}}`,
  ]);
}
