import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const PERDURA = fileURLToPath(new URL('../../../cli/perdura.ts', import.meta.url));

/** `perdura machine run` as a launched machine runs it: in a process and a home folder of its own. */
export interface MachineProcess {
  pid: number;
  home: string;
  output(): string;
  /** Resolves with the exit code when it has ended. */
  ended: Promise<number | undefined>;
  kill(signal: NodeJS.Signals): void;
  /** Ends what is left of it, and removes its folder. */
  release(): Promise<void>;
}

export interface MachineProcessOptions {
  server: string;
  joinToken: string;
  maxIdleSeconds?: number;
  env?: NodeJS.ProcessEnv;
}

export async function startMachineProcess(options: MachineProcessOptions): Promise<MachineProcess> {
  const { server, joinToken, maxIdleSeconds, env = {} } = options;
  const home = await mkdtemp(join(tmpdir(), 'perdura-test-machine-'));
  const tokenFile = join(home, 'token');
  await writeFile(tokenFile, joinToken, { mode: 0o600 });
  const limit = maxIdleSeconds === undefined ? [] : ['--max-idle', String(maxIdleSeconds)];
  const child = execa(process.execPath, [PERDURA, 'machine', 'run', '--server', server, '--token-file', tokenFile, ...limit], {
    env: { ...process.env, HOME: home, PERDURA_METADATA_URL: 'none', ...env },
    extendEnv: false,
    reject: false,
    all: true,
    buffer: false,
    forceKillAfterDelay: false,
  });
  let output = '';
  child.all.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  return {
    pid: child.pid!,
    home,
    output: () => output,
    ended: child.then(({ exitCode }) => exitCode),
    kill: (signal) => void child.kill(signal),
    async release() {
      child.kill('SIGTERM');
      await child;
      await rm(home, { recursive: true, force: true });
    },
  };
}
