import { pruneSamples, sampleQueues } from '../activities/db/queues/samples.ts';
import { query, sql } from '../activities/db/sql.ts';
import { thinSamples } from '../activities/db/thin-samples.ts';
import { forgetWorkers } from '../activities/db/workers/forget-workers.ts';
import type { ApiContext } from './context.ts';
import { sweepDiscarded } from './files/sweep-discarded.ts';

const SAMPLE_MS = 15_000;
const SWEEP_MS = 10_000;
const TIDY_MS = 3_600_000;
/** Of several servers on one database, one tidies. */
const TIDY_LOCK = 727_003;

/** Samples the queues for their graphs, frees discarded files, and removes what is too old, until stopped. */
export function startHousekeeping(api: ApiContext): { stop(): void } {
  const timers = [
    every(SAMPLE_MS, api, () => sampleQueues(api.db.em.fork())),
    every(SWEEP_MS, api, () => sweepDiscarded(api)),
    every(TIDY_MS, api, () => tidy(api)),
  ];
  return { stop: () => timers.forEach(clearInterval) };
}

/** Does what is due once an hour. */
export function tidy({ db, now }: ApiContext): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const [lock] = await query<{ free: boolean }>(em, sql`select pg_try_advisory_xact_lock(${TIDY_LOCK}) as free`);
    if (!lock?.free) return;
    await pruneSamples(em);
    await thinSamples(em, now());
    await forgetWorkers(em, now());
  });
}

function every(milliseconds: number, { log }: ApiContext, work: () => Promise<void>): NodeJS.Timeout {
  const timer = setInterval(() => {
    work().catch((error: unknown) => log.warn({ err: error }, 'housekeeping: failed, will be tried again'));
  }, milliseconds);
  return timer.unref();
}
