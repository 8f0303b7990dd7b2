import type { InterruptionNotice } from '../../../workflows/contracts/machine-api.ts';
import { addScalerEvent } from '../autoscalers/add-event.ts';
import { wakeScaler } from '../autoscalers/wake-scaler.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { type MachineCaller, requireMachine } from './require-machine.ts';

/**
 * Notes that the cloud takes a machine back: it claims nothing more, and its scaler looks at it at once. A second notice is
 * only written down.
 * @throws Refusal `machineNotFound`, `forbidden`
 */
export function interruptMachine(db: Db, input: MachineCaller & { notice: InterruptionNotice; now: Date }): Promise<void> {
  const { notice, now } = input;
  return db.em.fork().transactional(async (em) => {
    const { id, scaler, worker } = await requireMachine(em, input);
    await query(em, sql`update machines set interrupted = coalesce(interrupted, ${now}) where id = ${id}`);
    await addScalerEvent(em, {
      scaler,
      machine: id,
      kind: 'interrupted',
      text: describe(notice),
      actor: `worker:${worker}`,
      at: now,
    });
    await wakeScaler(em, scaler);
  });
}

function describe({ action, time }: InterruptionNotice): string {
  if (action === 'rebalance') return 'the cloud is likely to take the machine back soon; it takes no more work';
  return `the cloud takes the machine back${time ? ` at ${time}` : ''} (${action})`;
}
