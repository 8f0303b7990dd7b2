import { changeConfiguration, describeChange } from '../../../autoscaler/config/change.ts';
import { checkPrices } from '../../../autoscaler/config/policy.ts';
import type { ScalerChange } from '../../../workflows/contracts/autoscaler-api.ts';
import type { Db } from '../orm.ts';
import { ensureQueues } from '../queues/ensure-queues.ts';
import { jsonb, query, sql } from '../sql.ts';
import { addScalerEvent } from './add-event.ts';
import { lockScaler } from './find-scaler.ts';
import { asRefusal, type Known, refuseFaults } from './refuse-configuration.ts';
import { wakeScaler } from './wake-scaler.ts';

export interface ChangeScalerInput {
  scaler: string;
  change: ScalerChange;
  userId: string;
  actor: string;
  known: Known;
  now: Date;
}

/**
 * Changes the limits of a scaler, whether it runs or not; its next look goes by them. Answers what is other than before.
 * @throws Refusal `scalerNotFound`, `invalid` with the field at fault when the change does not fit the configuration
 */
export function changeScaler(db: Db, input: ChangeScalerInput): Promise<{ changes: string[] }> {
  const { change, userId, actor, known, now } = input;
  return db.em.fork().transactional(async (em) => {
    const { id, configuration: before } = await lockScaler(em, input.scaler);
    const after = asRefusal(() => changeConfiguration(before, change));
    refuseFaults(checkPrices(after, known(after)));
    const changes = describeChange(before, after);
    if (changes.length === 0) return { changes };
    await query(em, sql`update scalers set configuration = ${jsonb(after)} where id = ${id}`);
    await ensureQueues(em, after.perdura.priority, userId);
    await addScalerEvent(em, { scaler: id, machine: null, kind: 'change', text: changes.join('; '), actor, at: now });
    await wakeScaler(em, id);
    return { changes };
  });
}
