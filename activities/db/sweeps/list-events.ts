import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface SweepHistoryEvent {
  at: Date;
  text: string;
  /** A person's name, `server`, or what else acted. */
  actor: string;
}

/** What happened to a sweep: changes of its status, and what people did to it while it ran. */
export function listSweepEvents(em: Em, sweep: string): Promise<SweepHistoryEvent[]> {
  return query<SweepHistoryEvent>(
    em,
    sql`select h.at, h.text, coalesce(u.name, h.actor) as actor
        from (
          select at, text, actor, id from sweep_events where sweep = ${sweep}
          union all
          select at, to_status || case when reason = '' then '' else ': ' || reason end, actor, id from task_transitions where task = ${sweep}
        ) h left join users u on 'user:' || u.id = h.actor
        order by h.at, h.id`,
  );
}
