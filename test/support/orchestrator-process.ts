import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { DispatchBench } from './dispatch-bench.ts';

const MAIN = fileURLToPath(new URL('../../orchestrator/main.ts', import.meta.url));

/** An orchestrator in a process of its own, as an installation starts it. */
export interface OrchestratorProcess {
  pid: number;
  /** Resolves when it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export async function startOrchestratorProcess({ url, env }: Pick<DispatchBench, 'url' | 'env'>): Promise<OrchestratorProcess> {
  const child = execa(process.execPath, [MAIN], {
    env: { PERDURA_DATABASE_URL: url, PERDURA_TEMPORAL_ADDRESS: env.address, PERDURA_LOG_LEVEL: 'info' },
    reject: false,
    all: true,
    buffer: false,
  });
  const ready = new Promise<void>((resolve) => {
    child.all.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('orchestrator ready')) resolve();
    });
  });
  const ended = child.then(({ exitCode }) => {
    throw new Error(`the orchestrator ended with ${exitCode} before it was ready`);
  });
  await Promise.race([ready, ended]);
  ended.catch(() => {});
  return {
    pid: child.pid!,
    async end(signal) {
      child.kill(signal);
      await child;
    },
  };
}
