import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { unknownMachine } from './end-machines.ts';

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
