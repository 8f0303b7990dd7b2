import type { CloudMachine } from '../../../workflows/contracts/cloud-machine.ts';
import type { MachineRecordState } from '../entities/scaler.entity.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { addScalerEvent } from './add-event.ts';
import { noteEnd } from './note-end.ts';
import { noteLaunched } from './note-launch.ts';

/** A machine that was launched just now may not be listed yet. */
const LISTED_AFTER_SECONDS = 60;

export interface SeenMachines {
  scaler: string;
  seen: CloudMachine[];
  now: Date;
}

interface KnownMachine {
  id: string;
  state: MachineRecordState;
  cloud_id: string | null;
  launched_long_ago: boolean;
  /** Its agent was heard of within the time in which agents report. */
  heard: boolean;
  interrupted: boolean;
}

/**
 * Brings the records in line with the cloud. Answers the cloud's ids of machines that exist and should not: ended ones, and such that
 * nobody has asked for.
 */
export async function seeMachines(db: Db, { scaler, seen, now }: SeenMachines): Promise<string[]> {
  const known = await readKnown(db, scaler, now);
  const seenById = Map.groupBy(seen, ({ machine }) => machine);
  const kept = new Set<string>();
  for (const machine of known) {
    const found = own(machine, seenById.get(machine.id) ?? []);
    if (found) kept.add(found.cloudId);
    await settle(db, { machine, found, scaler, now });
  }
  return seen.filter((machine) => exists(machine) && !kept.has(machine.cloudId)).map(({ cloudId }) => cloudId);
}

/** Of two machines for one id, which a cloud makes when it forgets that it was asked before, the one that the record has, or else one that runs. */
const own = ({ cloud_id }: KnownMachine, seen: CloudMachine[]): CloudMachine | undefined =>
  cloud_id === null ? (seen.find(exists) ?? seen[0]) : seen.find(({ cloudId }) => cloudId === cloud_id);

const exists = ({ state }: CloudMachine): boolean => state === 'starting' || state === 'running';

const readKnown = (db: Db, scaler: string, now: Date): Promise<KnownMachine[]> =>
  query(
    db.em.fork(),
    sql`select m.id, m.state, m.cloud_id, m.interrupted is not null as interrupted,
          coalesce(m.launched < ${now}::timestamptz - make_interval(secs => ${LISTED_AFTER_SECONDS}), false) as launched_long_ago,
          coalesce(w.last_activity > ${now}::timestamptz - make_interval(secs => w.register_timeout), false) as heard
        from machines m left join workers w on w.id = m.worker where m.scaler = ${scaler} and m.ended is null`,
  );

interface Settling {
  machine: KnownMachine;
  found: CloudMachine | undefined;
  scaler: string;
  now: Date;
}

async function settle(db: Db, { machine, found, scaler, now }: Settling): Promise<void> {
  if (!found) {
    if (machine.launched_long_ago && !machine.heard && machine.state !== 'ending')
      await noteEnd(db, machine.id, { console: null, gone: 'the cloud knows nothing of it', now });
    return;
  }
  if (found.state === 'gone' || found.state === 'ending') {
    await noteEnd(db, machine.id, { console: null, gone: found.endedBy ?? 'it was ended in the cloud', now });
    return;
  }
  if (machine.state === 'planned') await noteLaunched(db, machine.id, found);
  if (found.interrupted && !machine.interrupted) await noteInterruption(db, { machine: machine.id, scaler, now });
}

async function noteInterruption(db: Db, { machine, scaler, now }: { machine: string; scaler: string; now: Date }): Promise<void> {
  await db.em.fork().transactional(async (em) => {
    await query(em, sql`update machines set interrupted = coalesce(interrupted, ${now}) where id = ${machine}`);
    const text = 'the cloud takes the machine back';
    await addScalerEvent(em, { scaler, machine, kind: 'interrupted', text, actor: 'server', at: now });
  });
}

/** Notes that the cloud was asked, and what kept it from answering; null when it did. */
export async function noteCloudSeen(
  db: Db,
  { scaler, error, now }: { scaler: string; error: string | null; now: Date },
): Promise<void> {
  const em = db.em.fork();
  await query(em, sql`update scalers set cloud_seen = ${now} where id = ${scaler}`);
  await query(em, sql`update scalers set cloud_error = ${error} where id = ${scaler} and cloud_error is distinct from ${error}`);
}
