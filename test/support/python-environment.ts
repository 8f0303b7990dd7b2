import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withFileLock } from '../../tools/with-file-lock.ts';

/** The first time it is installed. */
const PROVIDE_MS = 170_000;

/** Path of a Python with these packages, kept for later runs under `name`; null, with the reason printed, where they cannot be installed. */
export async function providePython(name: string, packages: string[]): Promise<string | null> {
  const cache = process.env.XDG_CACHE_HOME || join(process.env.HOME || homedir(), '.cache');
  const environment = join(cache, 'perdura', name);
  const python = join(environment, 'bin', 'python');
  if (existsSync(python)) return python;
  const signal = AbortSignal.timeout(PROVIDE_MS);
  try {
    await withFileLock(environment, { signal }, async () => {
      if (!existsSync(python)) await install(environment, packages, signal);
    });
    return python;
  } catch (error) {
    console.error(`${packages.join(', ')} cannot be installed, so what needs it is skipped: ${(error as Error).message}`);
    return null;
  }
}

/** A Python with ClearML's own SDK, as `providePython` has it. */
export const provideSdk = (): Promise<string | null> => providePython('clearml-2.1.12-boto3', ['clearml==2.1.12', 'boto3']);

/** Under another name until it is complete: what an aborted run leaves behind is no environment. */
async function install(environment: string, packages: string[], signal: AbortSignal): Promise<void> {
  const run = promisify(execFile);
  const draft = `${environment}.new`;
  await rm(draft, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', draft], { signal });
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  await run(join(draft, 'bin', 'python'), [...pip, ...packages], { signal });
  await rename(draft, environment);
}
