import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withFileLock } from '../../tools/with-file-lock.ts';
import { type CacheEntry, cacheEntry, type Lease } from './cache-entry.ts';
import { entriesOf, evictByCount, evictForSpace } from './evict.ts';

export interface EnvironmentCacheOptions {
  path: string;
  maxEntries: number;
  /** Entries are given up until this much is free on the disk. */
  freeSpaceBytes: number;
}

export interface CachedEnvironment {
  /** The virtual environment. */
  folder: string;
  /** What is installed in it. */
  packages: string[];
}

export interface LookUpInput {
  key: string;
  lease: Lease;
  signal: AbortSignal;
  /** Another run is making the same environment. */
  onWait(): void;
}

/**
 * Virtual environments by what they are made from, shared by the runs of this machine. An environment is made where it
 * stays, since its scripts carry its path.
 */
export interface EnvironmentCache {
  find(input: LookUpInput): Promise<CachedEnvironment | undefined>;
  /** Finds an environment or makes it; of several that want it at once one makes it, and the others wait. */
  provide(input: LookUpInput, make: (folder: string) => Promise<string[]>): Promise<CachedEnvironment>;
  /** Ends the use of an environment; one that the run has changed is not given out again. */
  release(key: string, runKey: string): void;
}

export function openEnvironmentCache(options: EnvironmentCacheOptions): EnvironmentCache {
  const { path } = options;
  const locked = <T>({ key, signal, onWait }: LookUpInput, work: () => Promise<T>) =>
    withFileLock(join(path, key), { signal, onWait }, work);

  return {
    find: (input) => locked(input, async () => lookUp(currentEntry(path, input.key), input.lease)),
    provide: (input, make) =>
      locked(input, async () => {
        const entry = currentEntry(path, input.key);
        const found = lookUp(entry, input.lease);
        if (found) return found;
        await evictForSpace(path, options.freeSpaceBytes);
        await fill(entry, make);
        const made = lookUp(entry, input.lease)!;
        await evictByCount(path, options.maxEntries);
        return made;
      }),
    release(key, runKey) {
      for (const entry of entriesOf(path, key)) entry.release(runKey);
    },
  };
}

/** What a run has changed is left to those who still use it, and the next environment is made beside it. */
function currentEntry(path: string, key: string): CacheEntry {
  for (let generation = 1; ; generation++) {
    const entry = cacheEntry(join(path, generation === 1 ? key : `${key}.${generation}`));
    if (!existsSync(entry.path) || !entry.isChanged()) return entry;
  }
}

function lookUp(entry: CacheEntry, lease: Lease): CachedEnvironment | undefined {
  const packages = entry.packages();
  if (!packages) return undefined;
  entry.lease(lease);
  return { folder: entry.folder, packages };
}

async function fill(entry: CacheEntry, make: (folder: string) => Promise<string[]>): Promise<void> {
  entry.remove();
  mkdirSync(entry.path, { recursive: true });
  try {
    entry.complete(await make(entry.folder));
  } catch (error) {
    entry.remove();
    throw error;
  }
}
