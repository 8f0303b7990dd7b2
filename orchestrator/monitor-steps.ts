import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { listen } from '../activities/db/listen.ts';
import type { Db } from '../activities/db/orm.ts';
import { copyMonitored } from '../activities/db/pipelines/monitor/copy-monitored.ts';
import { listMonitored, type MonitoredStep } from '../activities/db/pipelines/monitor/list-monitored.ts';

const CHANNEL = 'perdura_live';
/** What a step reports within this time is copied together. */
const PAUSE_MS = 1000;

export interface MonitorInput {
  db: Db;
  databaseUrl: string;
  log: Logger;
  signal: AbortSignal;
}

/**
 * Copies what steps are monitored for to their runs while they run, until aborted: whenever such a step has reported something. What
 * is missed here, because this process was away, is copied when the step ends.
 */
export async function runMonitors({ db, databaseUrl, log, signal }: MonitorInput): Promise<void> {
  const reported = new Set<string>();
  let steps: MonitoredStep[] = [];
  let stale = true;
  let wake = () => {};
  const ring = () => wake();
  await listen({
    databaseUrl,
    channel: CHANNEL,
    log,
    signal,
    onMessage(payload) {
      const { topic, id } = JSON.parse(payload) as { topic: string; id: string };
      if (topic === 'pipeline') stale = true;
      else if (topic !== 'task' && topic !== 'scalars') return;
      else if (!stale && !steps.some(({ task }) => task === id)) return;
      else reported.add(id);
      ring();
    },
    onGap() {
      stale = true;
      ring();
    },
  });
  signal.addEventListener('abort', ring, { once: true });
  while (!signal.aborted) {
    if (!stale && reported.size === 0) await new Promise<void>((resolve) => (wake = resolve));
    if (signal.aborted) return;
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
    try {
      if (stale) {
        stale = false;
        const known = new Set(steps.map(({ task }) => task));
        steps = await listMonitored(db.em.fork());
        // What they reported before they were known here was not heard.
        for (const { task } of steps) if (!known.has(task)) reported.add(task);
      }
      const due = steps.filter(({ task }) => reported.has(task));
      reported.clear();
      for (const { run, node } of due) await copyMonitored(db, { run, node, whole: false });
    } catch (error) {
      log.warn({ err: error }, 'pipelines: what is monitored could not be copied; it will be at the next report');
      stale = true;
    }
  }
}
