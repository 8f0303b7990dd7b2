import type { MachineStanding } from '../../../workflows/contracts/machine-api.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { type MachineCaller, requireMachine } from './require-machine.ts';

/** How late a look may be before a scaler counts as gone: it is restarted, or a look took its time. */
const LATE_SECONDS = 120;

/**
 * Whether a scaler looks after the machine, and whether the machine is to end.
 * @throws Refusal `machineNotFound`, `forbidden`
 */
export async function readStanding(db: Db, input: MachineCaller & { now: Date }): Promise<MachineStanding> {
  const em = db.em.fork();
  const { scaler, state } = await requireMachine(em, input);
  const [row] = await query<{ watched: boolean }>(
    em,
    sql`select mode <> 'stopped' and coalesce(next_look > ${input.now}::timestamptz - make_interval(secs => ${LATE_SECONDS}), false) as watched
        from scalers where id = ${scaler}`,
  );
  return { watched: row?.watched ?? false, ending: state === 'ending' || state === 'ended' };
}
