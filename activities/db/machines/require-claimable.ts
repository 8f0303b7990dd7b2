import type { MachineRecordState } from '../entities/scaler.entity.ts';
import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/**
 * Makes sure that the machine behind a worker may still take work, and keeps it so until the transaction ends: who ends a
 * machine locks its row `for update`, and sees the open attempt or keeps the claim from being made.
 * @throws Refusal `conflict`
 */
export async function requireClaimable(em: Em, worker: string): Promise<void> {
  const [machine] = await query<{ id: string; state: MachineRecordState; interrupted: Date | null; draining: Date | null }>(
    em,
    sql`select id, state, interrupted, draining from machines where worker = ${worker} for share`,
  );
  if (!machine) return;
  const why = machine.interrupted ? 'is taken back by its cloud' : machine.draining ? 'is being drained' : STOPPED[machine.state];
  if (why)
    throw new Refusal('conflict', `machine ${machine.id} ${why} and takes no more work`, { field: 'worker', data: { worker } });
}

const STOPPED: Partial<Record<MachineRecordState, string>> = { ending: 'is to be ended', ended: 'has ended' };
