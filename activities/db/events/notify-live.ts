import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import type { EventBatch } from './event-batch.ts';

/** Kinds of events of which open pages are told. */
export type EventTopic = 'console' | 'scalars' | 'plots' | 'images';

const TOPICS: Partial<Record<keyof EventBatch, EventTopic>> = {
  scalars: 'scalars',
  logs: 'console',
  plots: 'plots',
  images: 'images',
};

/** Tells open pages, when the transaction commits, which tasks have new events of which kind. */
export async function notifyOfBatch(em: Em, batch: EventBatch): Promise<void> {
  const news = Object.entries(TOPICS).flatMap(([kind, topic]) => {
    const events = batch[kind as keyof EventBatch] as { owner: string; ofModel: boolean }[];
    const tasks = new Set(events.filter((event) => !event.ofModel).map((event) => event.owner));
    return [...tasks].map((id) => ({ topic, id }));
  });
  if (news.length > 0) await notify(em, news);
}

/** Tells open pages, when the transaction commits, that there is something new. */
export async function notify(em: Em, news: { topic: EventTopic; id: string }[]): Promise<void> {
  const payloads = news.map((item) => JSON.stringify(item));
  await query(em, sql`select pg_notify('perdura_live', payload) from unnest(${payloads}::text[]) as n (payload)`);
}
