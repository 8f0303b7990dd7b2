import type { MachineReport, MachineStep } from '../../../workflows/contracts/machine-api.ts';
import { addScalerEvent } from '../autoscalers/add-event.ts';
import { restResource } from '../autoscalers/rest-resource.ts';
import { wakeScaler } from '../autoscalers/wake-scaler.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { type MachineCaller, requireMachine } from './require-machine.ts';

const DONE: Record<MachineStep, string> = {
  script: 'the set-up script has run',
  agent: 'the agent serves its queue',
  powerOff: 'the machine ends itself',
};
const FAILED: Record<MachineStep, string> = {
  script: 'the set-up script failed',
  agent: 'the agent could not go on',
  powerOff: 'the machine could not end itself',
};

/**
 * Notes how a step of a machine went. What failed is the machine's error, and its resource rests for a while.
 * @throws Refusal `machineNotFound`, `forbidden`
 */
export function reportStep(db: Db, input: MachineCaller & { report: MachineReport; now: Date }): Promise<void> {
  const { step, ok, log } = input.report;
  return db.em.fork().transactional(async (em) => {
    const { id, scaler, resource, worker } = await requireMachine(em, input);
    const last = log.trim().split('\n').at(-1);
    const text = [ok ? DONE[step] : FAILED[step], ...(last ? [last] : [])].join(': ');
    // Its other machines are made in the same way: they would most likely fail as well.
    if (!ok) await restResource(em, { scaler, resource, reason: text, now: input.now });
    await addScalerEvent(em, { scaler, machine: id, kind: 'note', text, actor: `worker:${worker}`, at: input.now });
    if (!ok) await query(em, sql`update machines set error = ${`${FAILED[step]}\n${log}`.trim()} where id = ${id}`);
    if (!ok || step === 'powerOff') await wakeScaler(em, scaler);
  });
}
