import type { MachineRecordState } from '../entities/scaler.entity.ts';
import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface MachineCaller {
  machine: string;
  /** Credentials behind the call. */
  accessKey: string | undefined;
}

export interface CalledMachine {
  id: string;
  scaler: string;
  resource: string;
  worker: string;
  state: MachineRecordState;
}

/**
 * Makes sure that the machine speaks for itself: its own credentials stand behind the call.
 * @throws Refusal `machineNotFound`, `forbidden`
 */
export async function requireMachine(em: Em, { machine: id, accessKey }: MachineCaller): Promise<CalledMachine> {
  const [machine] = await query<CalledMachine & { access_key: string | null }>(
    em,
    sql`select id, scaler, resource, worker, state, access_key from machines where id = ${id}`,
  );
  const about = { field: 'id', data: { machine: id } };
  if (!machine) throw new Refusal('machineNotFound', `there is no machine ${id}`, about);
  if (machine.access_key === null || machine.access_key !== accessKey)
    throw new Refusal(
      'forbidden',
      `only machine ${id} itself may say this, with the credentials that it was given when it joined`,
      about,
    );
  return machine;
}
