import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { listen } from '../activities/db/listen.ts';
import type { Db } from '../activities/db/orm.ts';
import { drawRun } from '../activities/db/pipelines/draw-run.ts';
import { copyMonitored } from '../activities/db/pipelines/monitor/copy-monitored.ts';
import { listMonitored, type MonitoredStep } from '../activities/db/pipelines/monitor/list-monitored.ts';

const CHANNEL = 'perdura_live';
/** What a step reports within this time is copied together. */
const PAUSE_MS = 1000;
/** A graph of many steps changes often, and few look at it. */
const DRAWN_APART_MS = 10_000;

export interface MonitorInput {
  db: Db;
  databaseUrl: string;
  log: Logger;
  signal: AbortSignal;
}

/**
 * Copies what steps are monitored for to their runs while they run, until aborted: whenever such a step has reported something. What
 * is missed here, because this process was away, is copied when the step ends. Draws the graphs of runs that change, too: a last time when they end.
 */
export async function runMonitors(input: MonitorInput): Promise<void> {
  const { log, signal } = input;
  const heard = await hear(input);
  const copy = createCopier(input.db);
  const draw = createDrawer(input.db);
  while (!signal.aborted) {
    await heard.something();
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
    const { tasks, runs, stale } = heard.take();
    if (signal.aborted) return;
    await copy(tasks, { stale }).catch((error: unknown) => {
      log.warn({ err: error }, 'pipelines: what is monitored could not be copied; it will be at the next report');
      heard.markStale();
    });
    await draw(runs).catch((error: unknown) => log.warn({ err: error }, 'pipelines: a graph could not be drawn'));
  }
}

/** What was reported, and whether other steps may run, since it was last taken. */
interface Heard {
  something(): Promise<void>;
  take(): { tasks: Set<string>; runs: Set<string>; stale: boolean };
  markStale(): void;
}

async function hear({ databaseUrl, log, signal }: MonitorInput): Promise<Heard> {
  let tasks = new Set<string>();
  let runs = new Set<string>();
  let stale = true;
  let ring = () => {};
  const markStale = () => {
    stale = true;
    ring();
  };
  const onMessage = (payload: string) => {
    const { topic, id } = JSON.parse(payload) as { topic: string; id: string };
    if (topic === 'pipeline') {
      runs.add(id);
      markStale();
    }
    if (topic !== 'task' && topic !== 'scalars') return;
    tasks.add(id);
    ring();
  };
  await listen({ databaseUrl, channel: CHANNEL, log, signal, onMessage, onGap: markStale });
  signal.addEventListener('abort', () => ring(), { once: true });
  return {
    markStale,
    something: async () => {
      if (!stale && tasks.size === 0 && !signal.aborted) await new Promise<void>((resolve) => (ring = resolve));
    },
    take() {
      const taken = { tasks, runs, stale };
      tasks = new Set();
      runs = new Set();
      stale = false;
      return taken;
    },
  };
}

/** Copies those of the tasks that are monitored. What a step reported before it was known here was not heard: it is copied at once. */
function createCopier(db: Db): (tasks: Set<string>, options: { stale: boolean }) => Promise<void> {
  let steps: MonitoredStep[] = [];
  return async (tasks, { stale }) => {
    const known = new Set(steps.map(({ task }) => task));
    if (stale) steps = await listMonitored(db.em.fork());
    for (const { run, node, task } of steps) {
      if (tasks.has(task) || !known.has(task)) await copyMonitored(db, { run, node, whole: false });
    }
  };
}

/** Draws runs that have changed, not too often: what waits is drawn with the next change, or when its run ends. */
function createDrawer(db: Db): (runs: Set<string>) => Promise<void> {
  let waiting = new Set<string>();
  let drawnAt = Number.NEGATIVE_INFINITY;
  return async (runs) => {
    for (const run of runs) waiting.add(run);
    if (waiting.size === 0 || performance.now() - drawnAt < DRAWN_APART_MS) return;
    const due = waiting;
    waiting = new Set();
    drawnAt = performance.now();
    for (const run of due) await drawRun(db, run);
  };
}
