import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../../stack/project-folder.ts';

export interface WorkerProcess {
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/**
 * Starts `perdura pipeline worker` and waits until it says that it serves. `code`: the folder of the version that it is of.
 * @throws when it ends before
 */
export async function startWorkerProcess(
  definition: string,
  env: NodeJS.ProcessEnv,
  { code = PROJECT_FOLDER }: { code?: string } = {},
): Promise<WorkerProcess> {
  const worker = spawn(process.execPath, [join(code, 'cli/perdura.ts'), 'pipeline', 'worker', definition], {
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
