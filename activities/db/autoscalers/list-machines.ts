import type { MachineView } from '../../../workflows/contracts/autoscaler-api.ts';
import type { MachineRow } from '../entities/scaler.entity.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { readMachines } from './read-snapshot.ts';

/** Ended machines that are listed; more are only counted. */
const MOST_ENDED = 500;

type Row = Omit<MachineRow, 'console' | 'join_token' | 'join_nonce' | 'access_key'> & {
  task: { id: string; name: string } | null;
  tasks: number;
  hours: number;
  has_console: boolean;
};

export interface MachineFilter {
  scaler: string;
  /** Also those that are gone. */
  ended: boolean;
  now: Date;
}

/** Machines of a scaler: those that exist or are to, then those that are gone, the newest first. */
export async function listMachines(em: Em, { scaler, ended, now }: MachineFilter): Promise<MachineView[]> {
  const standings = new Map((await readMachines(em, scaler, now)).map((standing) => [standing.id, standing]));
  const rows = await query<Row>(
    em,
    sql`select m.id, m.worker, m.queue, m.resource, m.instance_type, m.spot, m.zone, m.cloud_id, m.created, m.launched, m.joined, m.ending,
          m.ended, m.interrupted, m.hourly_price, m.why, m.end_reason, m.end_why, m.error, a.tasks, a.task,
          (m.console is not null or (m.cloud_id is not null and m.ended is null)) as has_console,
          case when m.ended is not null and m.launched is null then 0 else greatest(0,
            extract(epoch from coalesce(m.ended, ${now}::timestamptz) - coalesce(m.launched, m.created)))::float8 / 3600 end as hours
        from machines m left join lateral (
          select count(*)::int as tasks, (select json_build_object('id', t.id, 'name', t.name) from attempts o join tasks t on t.id = o.task
              where o.worker = m.worker and o.ended is null order by o.claimed limit 1) as task
          from attempts where worker = m.worker) a on true
        where m.scaler = ${scaler} and (m.ended is null or ${ended})
        order by m.ended is not null, m.created desc, m.id limit ${MOST_ENDED} + (select count(*) from machines where scaler = ${scaler} and ended is null)`,
  );
  return rows.map((row) => describe(row, standings.get(row.id)));
}

function describe(row: Row, standing: { state: MachineView['state']; since: number } | undefined): MachineView {
  return {
    id: row.id,
    worker: row.joined ? (row.worker ?? null) : null,
    queue: row.queue,
    resource: row.resource,
    instanceType: row.instance_type,
    spot: row.spot,
    zone: row.zone ?? null,
    cloudId: row.cloud_id ?? null,
    state: standing?.state ?? 'ended',
    since: (standing ? new Date(standing.since) : (row.ended ?? row.created)).toISOString(),
    task: row.task,
    tasks: row.tasks,
    created: row.created.toISOString(),
    launched: row.launched?.toISOString() ?? null,
    joined: row.joined?.toISOString() ?? null,
    ended: row.ended?.toISOString() ?? null,
    interrupted: Boolean(row.interrupted),
    hours: row.hours,
    cost: costOf(row),
    why: row.why,
    endReason: row.end_reason ?? null,
    endWhy: row.end_why ?? null,
    error: row.error ?? null,
    hasConsole: row.has_console,
  };
}

const costOf = ({ hours, hourly_price }: Row): number | null => (typeof hourly_price === 'number' ? hours * hourly_price : null);
