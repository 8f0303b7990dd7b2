import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { RunRef } from '../../workflows/contracts/run.ts';
import type { Db } from '../db/orm.ts';
import { lookAtTrials, stopJudged } from '../db/sweeps/look-at-trials.ts';

/** Between two looks. */
const LOOK_MS = 1000;
/** A watcher that found nothing to do for so long is started anew, so that others get a turn. */
const LONGEST_MS = 10 * 60_000;

/** What else looks at running trials: answers the numbers of those that it has stopped. */
export type ExtraLook = (run: RunRef) => Promise<number[]>;

/** Looks at the running trials of a sweep once a second until some were stopped, or none is left. */
export async function watchTrials(db: Db, run: RunRef, extraLook: ExtraLook): Promise<{ stopped: number[] }> {
  const { cancellationSignal: signal } = Context.current();
  const begin = performance.now();
  await stopJudged(db, run);
  while (performance.now() - begin < LONGEST_MS) {
    Context.current().heartbeat();
    const { open, stopped } = await lookAtTrials(db, run);
    const all = [...stopped, ...(open > stopped.length ? await extraLook(run) : [])];
    if (all.length > 0 || open === 0) return { stopped: all };
    await sleep(LOOK_MS, undefined, { signal });
  }
  return { stopped: [] };
}
