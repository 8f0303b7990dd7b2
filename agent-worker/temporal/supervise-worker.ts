import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection, type Worker } from '@temporalio/worker';
import { unless } from '../signals/unless.ts';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 10_000;
/** A worker that has run for so long had no bad start. */
const GOOD_RUN_MS = 60_000;

export interface SuperviseWorkerInput {
  /** For the log. */
  name: string;
  address: string;
  create(connection: NativeConnection): Promise<Worker>;
  /** Called when the worker polls for the first time. */
  onPolling(): void;
  signal: AbortSignal;
  log: { warn(message: string): void };
}

/** Keeps a Temporal worker running, on a new connection each time it fails, until `signal` is aborted and it has shut down. */
export async function superviseWorker(input: SuperviseWorkerInput): Promise<void> {
  const { name, signal, log } = input;
  for (let delay = FIRST_DELAY_MS; !signal.aborted; delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
    const began = Date.now();
    try {
      await runOnce(input);
    } catch (error) {
      if (!signal.aborted) log.warn(`${name}: ${(error as Error).message}; starting it again`);
    }
    if (Date.now() - began > GOOD_RUN_MS) delay = FIRST_DELAY_MS;
    await sleep(delay, undefined, { signal }).catch(() => undefined);
  }
}

async function runOnce({ address, create, onPolling, signal }: SuperviseWorkerInput): Promise<void> {
  const connection = await connect(address, signal);
  try {
    const worker = await create(connection);
    if (signal.aborted) return;
    const running = worker.run();
    onPolling();
    const stop = () => worker.shutdown();
    signal.addEventListener('abort', stop, { once: true });
    await running.finally(() => signal.removeEventListener('abort', stop));
  } finally {
    await connection.close();
  }
}

/** An attempt to connect that nobody waits for any longer is closed when it succeeds after all. */
async function connect(address: string, signal: AbortSignal): Promise<NativeConnection> {
  const connecting = NativeConnection.connect({ address });
  try {
    return await unless(signal, connecting);
  } catch (error) {
    void connecting.then((connection) => connection.close()).catch(() => undefined);
    throw error;
  }
}
