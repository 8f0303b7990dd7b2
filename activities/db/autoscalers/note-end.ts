import type { EndReason } from '../../../workflows/domain/autoscaler/plan.ts';
import { releaseMachine } from '../machines/release-machine.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { finishAttempt, releaseRun } from '../tasks/finish-attempt.ts';
import { addScalerEvent } from './add-event.ts';
import { wakeScaler } from './wake-scaler.ts';

export interface MachineEnd {
  /** What the machine printed; null when it is not known. */
  console: string | null;
  /** Why the cloud ended it; null when we did. */
  gone: string | null;
  now: Date;
}

interface OpenRun {
  task: string;
  number: number;
  worker: string;
  end_reason: EndReason | null;
  interrupted: boolean;
}

/** A machine is gone: what it ran goes back to its queue, and what it was given is taken from it. Safe to repeat. */
export async function noteEnd(db: Db, machine: string, { console, gone, now }: MachineEnd): Promise<void> {
  await giveBack(db, machine, gone);
  await db.em.fork().transactional(async (em) => {
    const [row] = await query<{ scaler: string }>(
      em,
      sql`update machines set state = 'ended', ended = ${now}, console = coalesce(${console}, console),
            end_reason = coalesce(end_reason, 'gone'), end_why = coalesce(end_why, ${gone}, 'it is gone')
          where id = ${machine} and ended is null returning scaler`,
    );
    if (!row) return;
    await releaseMachine(em, machine, now);
    if (gone !== null)
      await addScalerEvent(em, { scaler: row.scaler, machine, kind: 'gone', text: gone, actor: 'server', at: now });
    await wakeScaler(em, row.scaler);
  });
}

/** A machine that was lost uses up the task's budget for failures of the infrastructure; one that was taken away on purpose does not. */
async function giveBack(db: Db, machine: string, gone: string | null): Promise<void> {
  const open = await query<OpenRun>(
    db.em.fork(),
    sql`select a.task, a.number, a.worker, m.end_reason, m.interrupted is not null as interrupted
        from machines m join attempts a on a.worker = m.worker where m.id = ${machine} and a.ended is null`,
  );
  for (const { task, number, worker, end_reason, interrupted } of open) {
    const run = { taskId: task, attempt: number };
    const lost = !interrupted && (gone !== null || end_reason === 'silent' || end_reason === null);
    if (lost) await finishAttempt(db, { run, end: { kind: 'agentLost' } });
    else
      await releaseRun(db, {
        run,
        reason: `machine ${worker} was ${interrupted ? 'taken back by its cloud' : `ended: ${end_reason}`}`,
        actor: 'server',
      });
  }
}
