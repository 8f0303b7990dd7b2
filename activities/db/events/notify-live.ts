import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** Kinds of events of which open pages are told. */
export type EventTopic = 'console' | 'scalars' | 'plots' | 'images';

/** Tells open pages, when the transaction commits, that a task has new events. */
export async function notifyLive(em: Em, topic: EventTopic, task: string): Promise<void> {
  await query(em, sql`select pg_notify('perdura_live', ${JSON.stringify({ topic, id: task })})`);
}
