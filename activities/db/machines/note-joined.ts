import { addScalerEvent } from '../autoscalers/add-event.ts';
import { forgetFailures } from '../autoscalers/rest-resource.ts';
import { wakeScaler } from '../autoscalers/wake-scaler.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** A machine has joined when its agent registers for the first time: one that only asked for its configuration may still fail to. */
export async function noteJoined(em: Em, worker: string, now: Date): Promise<void> {
  const [machine] = await query<{ id: string; scaler: string; resource: string }>(
    em,
    sql`select id, scaler, resource from machines where worker = ${worker} and joined is null and ended is null`,
  );
  if (!machine) return;
  await forgetFailures(em, machine);
  await query(
    em,
    sql`update machines set joined = ${now}, state = case when state in ('planned', 'launched') then 'joined' else state end
        where id = ${machine.id}`,
  );
  const text = `the agent is there as ${worker}`;
  await addScalerEvent(em, {
    scaler: machine.scaler,
    machine: machine.id,
    kind: 'joined',
    text,
    actor: `worker:${worker}`,
    at: now,
  });
  await wakeScaler(em, machine.scaler);
}
