import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import lockfile from 'proper-lockfile';

/** A holder that was killed is noticed after this time without a sign of life. */
const STALE_MS = 15_000;
const LOOK_MS = 100;

export interface FileLockOptions {
  signal: AbortSignal;
  /** Called once when somebody else has the lock. */
  onWait?: () => void;
}

/** Does `work` while no other process of this machine, and nothing else in this one, holds the lock of `path`. */
export async function withFileLock<T>(path: string, options: FileLockOptions, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const release = await acquire(path, options);
  try {
    return await work();
  } finally {
    await release().catch(() => undefined);
  }
}

async function acquire(path: string, { signal, onWait }: FileLockOptions): Promise<() => Promise<void>> {
  for (let waits = false; ; waits = true) {
    signal.throwIfAborted();
    const release = await tryFileLock(path);
    if (release) return release;
    if (!waits) onWait?.();
    await sleep(LOOK_MS, undefined, { signal });
  }
}

/** Takes the lock of `path` if it is free; gives the function that releases it. */
export async function tryFileLock(path: string): Promise<(() => Promise<void>) | undefined> {
  try {
    return await lockfile.lock(path, { realpath: false, stale: STALE_MS, update: STALE_MS / 5, onCompromised: () => undefined });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOCKED') return undefined;
    throw error;
  }
}
