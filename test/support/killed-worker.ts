import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readRun } from '../../sdk/pipelines/runs.ts';
import type { RunView } from '../../workflows/contracts/pipeline-api.ts';
import type { Installation } from './installation.ts';
import { startKeyCounter } from './key-counter.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

const DEFINITION = fileURLToPath(new URL('../definition-worker/definitions/counting.ts', import.meta.url));

const LONGEST_RUN_MS = 240_000;

export interface KilledWorkerResult {
  run: RunView;
  /** How often each key came. */
  keys: Map<string, number>;
  kills: number;
}

/** Runs a pipeline of callbacks while the process that serves them is killed with SIGKILL so many times, at moments that chance says. */
export async function runWithKilledWorker(installation: Installation, kills: number): Promise<KilledWorkerResult> {
  const counter = await startKeyCounter();
  const env = { ...installation.env, COUNTER: counter.url };
  const run = (await installation.perdura('pipeline', 'start', DEFINITION)).trim();
  let worker: WorkerProcess | undefined;
  try {
    for (let killed = 0; ; killed++) {
      worker = await startWorkerProcess(DEFINITION, env);
      const patience = killed < kills ? Math.round(300 + Math.random() * 3_000) : LONGEST_RUN_MS;
      const end = await untilEnded(installation, run, AbortSignal.timeout(patience));
      if (end || killed === kills)
        return { run: end ?? (await readRun(installation.client, run)), keys: counter.keys, kills: killed };
      await worker.kill('SIGKILL');
    }
  } finally {
    await worker?.kill('SIGTERM');
    counter.close();
  }
}

/** The run when it has ended; undefined when `signal` is aborted before. */
async function untilEnded({ client }: Installation, run: string, signal: AbortSignal): Promise<RunView | undefined> {
  while (!signal.aborted) {
    const view = await readRun(client, run);
    if (!['queued', 'in_progress'].includes(view.status)) return view;
    await sleep(200);
  }
  return undefined;
}
