import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa, type ResultPromise } from 'execa';
import type { Installation } from './installation.ts';

const PERDURA = fileURLToPath(new URL('../../cli/perdura.ts', import.meta.url));

/** An agent in a process of its own, beside those that an installation starts by itself. */
export interface AgentProcess {
  worker: string;
  pid: number;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Starts `perdura agent daemon` and waits until it polls. The same name again is the same agent, started again. */
export async function startAgentProcess(
  installation: Installation,
  { name, queue }: { name: string; queue: string },
): Promise<AgentProcess> {
  const child = execa(
    process.execPath,
    [PERDURA, 'agent', 'daemon', '--queue', queue, '--create-queue', '--foreground', '--cpu-only'],
    {
      env: {
        ...installation.env,
        CLEARML_WORKER_NAME: name,
        CLEARML_WORKER_ID: `${name}:cpu:0`,
        PERDURA_AGENT_DIR: join(installation.dataDir, '..', `agent-${name}`),
      },
      extendEnv: false,
      reject: false,
      all: true,
      buffer: false,
    },
  );
  await untilReady(child);
  return {
    worker: `${name}:cpu:0`,
    pid: child.pid!,
    async kill(signal) {
      child.kill(signal);
      await child;
    },
  };
}

async function untilReady(child: ResultPromise<{ all: true; reject: false; buffer: false }>): Promise<void> {
  let seen = '';
  const ready = new Promise<void>((resolve) => {
    child.all.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      if (seen.includes('agent ready')) resolve();
    });
  });
  const ended = child.then(() => {
    throw new Error(`the agent ended before it was ready:\n${seen}`);
  });
  await Promise.race([ready, ended]);
  ended.catch(() => {});
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
