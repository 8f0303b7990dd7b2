import { pruneSamples, sampleQueues } from '../activities/db/queues/samples.ts';
import { query, sql } from '../activities/db/sql.ts';
import { thinSamples } from '../activities/db/thin-samples.ts';
import { announceSilent } from '../activities/db/workers/announce-silent.ts';
import { forgetWorkers } from '../activities/db/workers/forget-workers.ts';
import type { ApiContext } from './context.ts';
import { removeStaleUploads } from './files/stale-uploads.ts';

const SILENCE_MS = 3_000;
const SAMPLE_MS = 15_000;
const TIDY_MS = 3_600_000;
/** Of several servers on one database, one tidies. */
const TIDY_LOCK = 727_003;

/** Notices what happens by the passing of time alone, samples the queues for their graphs and removes what is too old, until stopped. */
export function startHousekeeping(api: ApiContext): { stop(): void } {
  const timers = [
    every(SILENCE_MS, api, silenceWatch(api)),
    every(SAMPLE_MS, api, () => sampleQueues(api.db.em.fork())),
    every(TIDY_MS, api, () => tidy(api)),
    every(TIDY_MS, api, () => removeStaleUploads(api.options.filesDir, api.now())),
  ];
  return { stop: () => timers.forEach(clearInterval) };
}

/** Each call tells of the workers that went offline since the last one. */
export function silenceWatch({ db, now }: ApiContext): () => Promise<void> {
  let after = now();
  return async () => {
    const until = now();
    await announceSilent(db.em.fork(), { after, until });
    after = until;
  };
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
