import type { Em } from '../orm.ts';
import { query, type Sql, sql } from '../sql.ts';

export const EVENT_TYPES = ['training_stats_scalar', 'plot', 'training_debug_image', 'training_stats_vector', 'log'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export interface CountEventsInput {
  owner: string;
  ofModel: boolean;
  types: readonly EventType[];
}

/** How many events of some types a task (or model) has. */
export async function countEvents(em: Em, { owner, ofModel, types }: CountEventsInput): Promise<number> {
  const owned = sql`owner = ${owner} and of_model = ${ofModel}`;
  const counts: Record<EventType, Sql> = {
    training_stats_scalar: sql`select coalesce(sum(points), 0) from series where ${owned}`,
    plot: sql`select count(*) from plots where ${owned}`,
    training_debug_image: sql`select count(*) from debug_images where ${owned}`,
    training_stats_vector: sql`select count(*) from vectors where ${owned}`,
    log: sql`select count(*) from log_events where task = ${owner} and not ${ofModel}`,
  };
  const sum = sql.join(
    types.map((type) => sql`(${counts[type]})`),
    sql` + `,
  );
  const [row] = await query<{ total: number }>(em, sql`select (${sum})::float8 as total`);
  return row!.total;
}
