import type { Em } from '../orm.ts';
import { query, type Sql, sql } from '../sql.ts';

export interface WorkerFilter {
  now: Date;
  /** Seconds within which a worker must have reported; 0 or null: whoever has not timed out. */
  lastSeen?: number | null | undefined;
  tags?: string[] | null | undefined;
  systemTags?: string[] | null | undefined;
}

export interface ListedWorker {
  id: string;
  ip: string | null;
  tags: string[];
  system_tags: string[];
  register_time: string;
  register_timeout: number;
  last_activity: string;
  user: { id: string; name: string } | null;
  task: { id: string; name: string; last_iteration: number; running_time: number; queue: string | null } | null;
  project: { id: string; name: string } | null;
  queues: { id: string; name: string; num_tasks: number; next_task: { id: string; name: string } | null }[];
}

/** Workers that are alive: with what they run, and the queues they serve. */
export const listWorkers = (em: Em, filter: WorkerFilter): Promise<ListedWorker[]> =>
  query(
    em,
    sql`select w.id, w.ip, w.tags, w.system_tags, w.register_time, w.register_timeout, w.last_activity,
          case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as user,
          case when t.id is not null then json_build_object('id', t.id, 'name', t.name, 'last_iteration', t.last_iteration,
            'running_time', coalesce(extract(epoch from ${filter.now}::timestamptz - t.started)::int, 0), 'queue', t.queue) end as task,
          case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as project,
          (${queuesOfWorker}) as queues
        from workers w left join users u on u.id = w.user_id left join tasks t on t.id = w.task left join projects p on p.id = t.project
        where ${aliveWithin(filter)} and ${hasAny(sql.ref('w.tags'), filter.tags)} and ${hasAny(sql.ref('w.system_tags'), filter.systemTags)}
        order by w.id`,
  );

/** In the worker's own order, each with what waits in it. */
const queuesOfWorker = sql`select coalesce(json_agg(json_build_object('id', q.id, 'name', q.name,
      'num_tasks', (select count(*) from queue_entries e where e.queue = q.id),
      'next_task', (select json_build_object('id', n.id, 'name', n.name) from queue_entries e join tasks n on n.id = e.task
        where e.queue = q.id order by e.position limit 1)) order by served.place), '[]')
    from unnest(w.queues) with ordinality as served (id, place) join queues q on q.id = served.id`;

export async function countWorkers(em: Em, filter: WorkerFilter): Promise<number> {
  const [row] = await query<{ count: number }>(
    em,
    sql`select count(*)::int as count from workers w where ${aliveWithin(filter)}`,
  );
  return row?.count ?? 0;
}

const aliveWithin = ({ now, lastSeen }: WorkerFilter): Sql =>
  sql`w.last_activity > ${now}::timestamptz - make_interval(secs => ${lastSeen ? sql`least(w.register_timeout, ${lastSeen}::float8)` : sql`w.register_timeout`})`;

const hasAny = (column: Sql, wanted: string[] | null | undefined): Sql =>
  wanted && wanted.length > 0 ? sql`${column} && ${wanted}::text[]` : sql`true`;
