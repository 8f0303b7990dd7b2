import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { isOnline } from '../workers/worker-sql.ts';

/** Entries of one queue that are listed; more are only counted. */
const MOST_ENTRIES = 500;

export interface QueueOverview {
  id: string;
  name: string;
  tags: string[];
  lastUpdate: Date;
  /** The first of them, in the order in which they will be taken. */
  entries: QueueEntryView[];
  /** All that wait. */
  count: number;
  /** Whoever serves it and is online. */
  workers: { id: string }[];
  /** The task at its head. */
  next: { id: string; name: string } | null;
}

export interface QueueEntryView {
  task: { id: string; name: string; project: { id: string; name: string } };
  /** When it was enqueued. */
  added: string;
  /** Counted from 0. */
  position: number;
}

type Row = Omit<QueueOverview, 'next'>;

/** All queues by name, with what waits in them and who serves them. */
export async function queueOverview(em: Em, now: Date): Promise<QueueOverview[]> {
  const rows = await query<Row>(
    em,
    sql`select q.id, q.name, q.tags, q.last_update as "lastUpdate", (${headEntries}) as entries,
          (select count(*)::int from queue_entries e where e.queue = q.id) as count,
          (select coalesce(json_agg(json_build_object('id', w.id) order by w.id), '[]') from workers w
            where q.id = any(w.queues) and ${isOnline(now)}) as workers
        from queues q order by q.name`,
  );
  return rows.map((row) => ({ ...row, next: nextOf(row) }));
}

const headEntries = sql`
  select coalesce(json_agg(json_build_object('task', json_build_object('id', t.id, 'name', t.name,
      'project', json_build_object('id', t.project, 'name', coalesce(p.name, ''))),
      'added', head.added, 'position', head.place - 1) order by head.place), '[]')
  from (select task, added, row_number() over (order by position) as place from queue_entries
      where queue = q.id order by position limit ${MOST_ENTRIES}) head
    join tasks t on t.id = head.task left join projects p on p.id = t.project`;

function nextOf({ entries: [head] }: Row): QueueOverview['next'] {
  return head ? { id: head.task.id, name: head.task.name } : null;
}
