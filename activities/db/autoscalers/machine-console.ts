import type { ScalerConfiguration } from '../../../autoscaler/config/scaler-configuration.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { unknownMachine } from './end-machines.ts';
import { readConfiguration } from './launch-order.ts';

export interface StoredConsole {
  /** Id of the machine. */
  machine: string;
  /** What it printed when it was last looked at; null when nothing is kept. */
  text: string | null;
  /** There may be more by now. */
  alive: boolean;
}

/** @throws Refusal `machineNotFound` */
export async function readStoredConsole(em: Em, scaler: string, ref: string): Promise<StoredConsole> {
  const [row] = await query<StoredConsole>(
    em,
    sql`select id as machine, console as text, (ended is null and cloud_id is not null) as alive from machines
        where scaler = ${scaler} and ${ref} in (id, worker, cloud_id)`,
  );
  if (!row) throw unknownMachine(ref);
  return row;
}

/** Where the console of a machine that exists is to be asked for, secrets included; null when it does not exist, or does no longer. */
export async function findConsole(
  db: Db,
  machine: string,
): Promise<{ cloudId: string; configuration: ScalerConfiguration } | null> {
  const [row] = await query<{ cloud_id: string; scaler: string }>(
    db.em.fork(),
    sql`select cloud_id, scaler from machines where id = ${machine} and ended is null and cloud_id is not null`,
  );
  const configuration = row && (await readConfiguration(db, row.scaler));
  return configuration ? { cloudId: row.cloud_id, configuration } : null;
}

export async function keepConsole(db: Db, machine: string, text: string): Promise<void> {
  await query(
    db.em.fork(),
    sql`update machines set console = ${text} where id = ${machine} and ended is null and console is distinct from ${text}`,
  );
}

/** Ids of the machines of a scaler that exist, or may. */
export async function listOpenMachines(db: Db, scaler: string): Promise<string[]> {
  const rows = await query<{ id: string }>(db.em.fork(), sql`select id from machines where scaler = ${scaler} and ended is null`);
  return rows.map(({ id }) => id);
}
