import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { addScalerEvent } from './add-event.ts';
import { lockScaler } from './find-scaler.ts';
import { lockMachines, readMachines } from './read-snapshot.ts';
import { wakeScaler } from './wake-scaler.ts';

interface EndInput {
  scaler: string;
  actor: string;
  now: Date;
}

/**
 * Has the machines end that have no task, whatever their idle time. Answers how many.
 * @throws Refusal `scalerNotFound`
 */
export function endIdleMachines(db: Db, { scaler: ref, actor, now }: EndInput): Promise<{ machines: number }> {
  return db.em.fork().transactional(async (em) => {
    const { id } = await lockScaler(em, ref);
    await lockMachines(em, id);
    const idle = (await readMachines(em, id, now)).filter(({ state }) => state === 'idle').map(({ id: machine }) => machine);
    for (const machine of idle) await requestEnd(em, { scaler: id, machine, actor, now, text: 'asked to end: idle' });
    if (idle.length > 0) await wakeScaler(em, id);
    return { machines: idle.length };
  });
}

/**
 * Has one machine end; what it runs goes back to its queue. One that ends already is left to it.
 * @throws Refusal `scalerNotFound`, `machineNotFound`
 */
export function endMachine(db: Db, { scaler: ref, machine, actor, now }: EndInput & { machine: string }): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const { id } = await lockScaler(em, ref);
    const [row] = await query<{ id: string; over: boolean }>(
      em,
      sql`select id, (end_requested is not null or state in ('ending', 'ended')) as over from machines
          where scaler = ${id} and ${machine} in (id, worker, cloud_id) for update`,
    );
    if (!row) throw unknownMachine(machine);
    if (row.over) return;
    await requestEnd(em, { scaler: id, machine: row.id, actor, now, text: 'asked to end' });
    await wakeScaler(em, id);
  });
}

export const unknownMachine = (machine: string): Refusal =>
  new Refusal(
    'machineNotFound',
    `there is no machine "${machine}" of this autoscaler; its id, its worker or the id of its cloud`,
    {
      field: 'machine',
      data: { machine },
    },
  );

async function requestEnd(em: Em, input: EndInput & { machine: string; text: string }): Promise<void> {
  const { scaler, machine, text, actor, now } = input;
  await query(em, sql`update machines set end_requested = ${now} where id = ${machine}`);
  await addScalerEvent(em, { scaler, machine, kind: 'change', text, actor, at: now });
}
