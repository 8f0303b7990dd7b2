import type { ScalerStatus, Shutdown } from '../../../workflows/contracts/autoscaler-api.ts';
import type { ScalerRow } from '../entities/scaler.entity.ts';
import { Refusal } from '../errors.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { addScalerEvent } from './add-event.ts';
import { lockScaler } from './find-scaler.ts';
import { wakeScaler } from './wake-scaler.ts';

type Mode = ScalerRow['mode'];

/** What people do to a scaler as a whole. */
export type ScalerStep = 'pause' | 'resume' | 'drain' | 'start' | { stop: Shutdown };

interface Step {
  to: Mode;
  /** From which modes; one that is there already changes nothing. */
  from: readonly Mode[];
  text: string;
}

const STOPPING: readonly Mode[] = ['stopping', 'emptying', 'leaving'];
const AT_WORK: readonly Mode[] = ['running', 'paused', 'draining'];

const STEPS: Record<Exclude<ScalerStep, object>, Step> = {
  pause: { to: 'paused', from: AT_WORK, text: 'paused: launches nothing until resumed' },
  resume: { to: 'running', from: AT_WORK, text: 'resumed' },
  drain: { to: 'draining', from: AT_WORK, text: 'draining: machines end with what they run' },
  start: { to: 'running', from: ['stopped', ...STOPPING], text: 'started again' },
};

const STOPS: Record<Shutdown, Step> = {
  nothing: {
    to: 'leaving',
    from: [...AT_WORK, ...STOPPING],
    text: 'stopped: machines end when they have been idle for too long',
  },
  idle: { to: 'emptying', from: [...AT_WORK, ...STOPPING], text: 'stopped: machines end when they have no task' },
  all: {
    to: 'stopping',
    from: [...AT_WORK, ...STOPPING],
    text: 'stopped: all machines end, and what they run goes back to its queue',
  },
};

export interface ChangeModeInput {
  scaler: string;
  step: ScalerStep;
  actor: string;
  now: Date;
}

/**
 * Pauses, resumes, drains, stops or starts a scaler; twice the same changes nothing. Answers how it stands then.
 * @throws Refusal `scalerNotFound`; `conflict` when it is not at work, or for `start` when it is
 */
export function changeMode(db: Db, { scaler: ref, step, actor, now }: ChangeModeInput): Promise<{ status: ScalerStatus }> {
  const { to, from, text } = typeof step === 'object' ? STOPS[step.stop] : STEPS[step];
  return db.em.fork().transactional(async (em) => {
    const { id, name, mode } = await lockScaler(em, ref);
    if (mode === to) return { status: statusOf(mode) };
    if (!from.includes(mode))
      throw new Refusal('conflict', `autoscaler "${name}" is ${statusOf(mode)}; this is for one that is ${shown(from)}`, {
        field: 'status',
        data: { id, status: statusOf(mode) },
      });
    await query(em, sql`update scalers set mode = ${to} where id = ${id}`);
    await addScalerEvent(em, { scaler: id, machine: null, kind: 'change', text, actor, at: now });
    await wakeScaler(em, id);
    return { status: statusOf(to) };
  });
}

/** Whatever becomes of its machines, a scaler that will stop is stopping. */
export const statusOf = (mode: Mode): ScalerStatus => (mode === 'emptying' || mode === 'leaving' ? 'stopping' : mode);

const shown = (modes: readonly Mode[]): string => [...new Set(modes.map(statusOf))].join(', ');
