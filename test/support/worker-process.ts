import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PERDURA = fileURLToPath(new URL('../../cli/perdura.ts', import.meta.url));

export interface WorkerProcess {
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Starts `perdura pipeline worker` and waits until it says that it serves. @throws when it ends before */
export async function startWorkerProcess(definition: string, env: NodeJS.ProcessEnv): Promise<WorkerProcess> {
  const worker = spawn(process.execPath, [PERDURA, 'pipeline', 'worker', definition], {
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
  return {
    async kill(signal) {
      if (worker.exitCode !== null || worker.signalCode !== null) return;
      const exit = once(worker, 'exit');
      worker.kill(signal);
      await exit;
    },
  };
}
