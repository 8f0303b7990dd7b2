import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withFileLock } from '../../../tools/with-file-lock.ts';
import { eventually } from '../eventually.ts';
import { freePort } from '../servers.ts';

const VERSION = '5.2.5';
/** The first time it is installed. */
const PROVIDE_MS = 170_000;

const environment = (): string =>
  join(process.env.XDG_CACHE_HOME || join(process.env.HOME || homedir(), '.cache'), 'perdura', `moto-${VERSION}`);

export interface Moto {
  url: string;
  /** Forgets everything. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** EC2 as moto simulates it, over HTTP; null, with the reason printed, where it cannot be installed. */
export async function startMoto(): Promise<Moto | null> {
  const python = await provideMoto();
  if (!python) return null;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  await eventually('moto answers', () => answers(url, server));
  return {
    url,
    async reset() {
      await fetch(`${url}/moto-api/reset`, { method: 'POST' });
    },
    async stop() {
      server.kill();
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    },
  };
}

async function answers(url: string, server: ChildProcess): Promise<boolean> {
  if (server.exitCode !== null) throw new Error(`moto ended with exit code ${server.exitCode}`);
  const answer = await fetch(`${url}/moto-api/`).catch(() => null);
  await answer?.body?.cancel();
  return answer?.ok ?? false;
}

async function provideMoto(): Promise<string | null> {
  const target = environment();
  const python = join(target, 'bin', 'python');
  if (existsSync(python)) return python;
  const signal = AbortSignal.timeout(PROVIDE_MS);
  try {
    await withFileLock(target, { signal }, async () => {
      if (!existsSync(python)) await install(target, signal);
    });
    return python;
  } catch (error) {
    console.error(`moto ${VERSION} cannot be installed, so what needs it is skipped: ${(error as Error).message}`);
    return null;
  }
}

/** Under another name until it is complete: what an aborted run leaves behind is no environment. */
async function install(target: string, signal: AbortSignal): Promise<void> {
  const run = promisify(execFile);
  const draft = `${target}.new`;
  await rm(draft, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', draft], { signal });
  const packages = [`moto[ec2,server]==${VERSION}`];
  await run(join(draft, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages], {
    signal,
  });
  await rename(draft, target);
}
