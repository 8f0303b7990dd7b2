import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readRun } from '../../sdk/pipelines/runs.ts';
import type { RunView } from '../../workflows/contracts/pipeline-api.ts';
import type { Installation } from './installation.ts';

const PERDURA = fileURLToPath(new URL('../../cli/perdura.ts', import.meta.url));
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
  const counter = await startCounter();
  const env = { ...installation.env, COUNTER: counter.url };
  const run = (await installation.perdura('pipeline', 'start', DEFINITION)).trim();
  let worker: ChildProcess | undefined;
  try {
    for (let killed = 0; ; killed++) {
      worker = await startWorker(env);
      const patience = killed < kills ? Math.round(300 + Math.random() * 3_000) : LONGEST_RUN_MS;
      const end = await untilEnded(installation, run, AbortSignal.timeout(patience));
      if (end || killed === kills)
        return { run: end ?? (await readRun(installation.client, run)), keys: counter.keys, kills: killed };
      await kill(worker, 'SIGKILL');
    }
  } finally {
    if (worker) await kill(worker, 'SIGTERM');
    counter.close();
  }
}

async function startCounter() {
  const keys = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const key = (await request.toArray()).join('');
    keys.set(key, (keys.get(key) ?? 0) + 1);
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { keys, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

/** Resolves when the worker says that it serves. */
async function startWorker(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [PERDURA, 'pipeline', 'worker', DEFINITION], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = '';
  worker.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (/^serves /m.test(said)) resolve();
  });
  worker.once('exit', (code) => reject(new Error(`the worker ended with ${code}: ${said}`)));
  await promise;
  return worker;
}

async function kill(worker: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const exit = once(worker, 'exit');
  worker.kill(signal);
  await exit;
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
