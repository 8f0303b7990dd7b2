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
  const [machine] = await query<Claimant & { id: string }>(
    em,
    sql`select id, state, interrupted, draining, end_requested from machines where worker = ${worker} for share`,
  );
  if (!machine) return;
  const why = reasonOf(machine);
  if (why)
    throw new Refusal('conflict', `machine ${machine.id} ${why} and takes no more work`, { field: 'worker', data: { worker } });
}

interface Claimant {
  state: MachineRecordState;
  interrupted: Date | null;
  draining: Date | null;
  end_requested: Date | null;
}

function reasonOf({ state, interrupted, draining, end_requested }: Claimant): string | undefined {
  if (interrupted) return 'is taken back by its cloud';
  if (draining) return 'is being drained';
  return STOPPED[end_requested ? 'ending' : state];
}

const STOPPED: Partial<Record<MachineRecordState, string>> = { ending: 'is to be ended', ended: 'has ended' };
