import { join } from 'node:path';
import { execa, type ResultPromise } from 'execa';
import { PROJECT_FOLDER } from '../../stack/project-folder.ts';
import type { Installation } from './installation.ts';

/** An agent in a process of its own, beside those that an installation starts by itself. */
export interface AgentProcess {
  worker: string;
  pid: number;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** `perdura agent daemon … --stop` with the options of its start; answers what the command prints. */
  stop(...options: string[]): Promise<string>;
  /** Its log so far. */
  output(): string;
  /** Resolves with the exit code when the process has ended. */
  ended: Promise<number | undefined>;
}

export interface AgentProcessOptions {
  name: string;
  queue: string;
  /** Where it keeps its runs. Default: a folder beside the installation's. */
  folder?: string;
  /** Further options of `agent daemon`. */
  options?: string[];
  /** Whether it shows what its tasks print. Default: it does not. */
  echo?: boolean;
  /** Folder of the version of Perdura that it is of. Default: this one. */
  code?: string;
}

/** Starts `perdura agent daemon` and waits until it polls. The same name again is the same agent, started again. */
export async function startAgentProcess(
  installation: Installation,
  {
    name,
    queue,
    folder = join(installation.dataDir, '..', `agent-${name}`),
    options = [],
    echo = false,
    code = PROJECT_FOLDER,
  }: AgentProcessOptions,
): Promise<AgentProcess> {
  const env = {
    ...installation.env,
    CLEARML_WORKER_NAME: name,
    CLEARML_WORKER_ID: `${name}:cpu:0`,
    PERDURA_AGENT_DIR: folder,
    ...(!echo && { PERDURA_AGENT_ECHO: '0' }),
    PERDURA_AGENT_TIMEZONE: 'UTC',
  };
  const daemon = [join(code, 'cli/perdura.ts'), 'agent', 'daemon', '--queue', queue, '--cpu-only', ...options];
  const child = execa(process.execPath, [...daemon, '--create-queue', '--foreground'], {
    env,
    extendEnv: false,
    reject: false,
    all: true,
    buffer: false,
  });
  const output = await untilReady(child);
  return {
    output,
    worker: `${name}:cpu:0`,
    pid: child.pid!,
    ended: child.then(({ exitCode }) => exitCode),
    async stop(...options) {
      return (await execa(process.execPath, [...daemon, '--stop', ...options], { env, extendEnv: false })).stdout;
    },
    async kill(signal) {
      child.kill(signal);
      await child;
    },
  };
}

async function untilReady(child: ResultPromise<{ all: true; reject: false; buffer: false }>): Promise<() => string> {
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
  return () => seen;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
