import type { MachineStats } from '../../../workflows/contracts/agent-api.ts';
import type { HoursFacts } from '../../../workflows/domain/working-hours/activity.ts';
import type { Schedule } from '../../../workflows/domain/working-hours/schedule.ts';
import { type HoursView, viewHours } from '../../../workflows/domain/working-hours/view-hours.ts';
import type { WorkerKind } from '../entities/worker.entity.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { hoursFacts } from './hours-facts.ts';
import { isOnline } from './worker-sql.ts';

export interface RunningTask {
  id: string;
  name: string;
  project: { id: string; name: string };
  started: string | null;
  lastIteration: number;
}

export interface WorkerOverview {
  id: string;
  kind: WorkerKind;
  host: string | null;
  ip: string | null;
  version: string | null;
  user: string | null;
  tags: string[];
  /** In the order in which it looks into them. */
  queues: { id: string; name: string; hours: HoursView }[];
  gpus: number[];
  slots: number;
  /** When it takes tasks by itself; null for always, and for a stock agent. */
  schedule: Schedule | null;
  /** Of the containers in which it runs tasks that name none; null without containers, and for a stock agent. */
  dockerImage: string | null;
  servicesMode: boolean;
  /** The first of `tasks`. */
  task: RunningTask | null;
  tasks: RunningTask[];
  registered: Date;
  lastActivity: Date;
  online: boolean;
  draining: boolean;
  stats: MachineStats | null;
}

type Row = Omit<WorkerOverview, 'task' | 'queues'> & { queues: { id: string; name: string }[]; facts: HoursFacts };

/** All workers by id; after an agent in services mode one entry for each service that it runs. */
export async function workerOverview(em: Em, now: Date): Promise<WorkerOverview[]> {
  const rows = await query<Row>(
    em,
    sql`select w.id, w.kind, w.host, w.ip, w.version, u.name as user, w.tags, (${queuesOf}) as queues, w.gpus, w.slots, w.schedule, w.docker_image as "dockerImage",
          w.services_mode as "servicesMode", (${tasksOf}) as tasks, w.register_time as registered,
          w.last_activity as "lastActivity", ${isOnline(now)} as online, w.draining, w.stats, ${hoursFacts(now)} as facts
        from workers w left join users u on u.id = w.user_id order by w.id`,
  );
  return rows.flatMap(({ facts, ...row }) => {
    const queues = row.queues.map((queue) => ({ ...queue, hours: viewHours(facts, queue.id, now) }));
    const worker = { ...row, queues, task: row.tasks[0] ?? null };
    return row.servicesMode ? [worker, ...services(worker)] : [worker];
  });
}

const queuesOf = sql`
  select coalesce(json_agg(json_build_object('id', q.id, 'name', q.name) order by served.place), '[]')
  from unnest(w.queues) with ordinality as served (id, place) join queues q on q.id = served.id`;

/** An agent of ours runs what its open attempts say; a stock agent what it reports. */
const tasksOf = sql`
  select coalesce(json_agg(json_build_object('id', t.id, 'name', t.name,
      'project', json_build_object('id', t.project, 'name', coalesce(p.name, '')),
      'started', t.started, 'lastIteration', t.last_iteration) order by t.started, t.id), '[]')
  from tasks t left join projects p on p.id = t.project
  where (w.kind = 'perdura' and t.id in (select a.task from attempts a where a.worker = w.id and a.ended is null))
    or (w.kind <> 'perdura' and t.id = w.task)`;

function services(worker: WorkerOverview): WorkerOverview[] {
  return worker.tasks.map((task) => ({
    ...worker,
    id: `${worker.id}:service:${task.id}`,
    servicesMode: false,
    slots: 1,
    task,
    tasks: [task],
    stats: null,
  }));
}
