import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tryFileLock } from '../../tools/with-file-lock.ts';
import { freeBytes } from '../runs/disk-space.ts';
import { type CacheEntry, cacheEntry } from './cache-entry.ts';

const ENTRY_NAME = /^([0-9a-f]{16})(\.\d+)?$/;

/** Gives environments up, the one that was used longest ago first, until `bytes` are free. */
export async function evictForSpace(path: string, bytes: number): Promise<void> {
  for (const entry of leastRecentlyUsed(path)) if (entry.isChanged() || freeBytes(path) < bytes) await evict(path, entry);
}

/** Gives environments up until `most` are left. */
export async function evictByCount(path: string, most: number): Promise<void> {
  const entries = leastRecentlyUsed(path);
  let surplus = entries.length - most;
  for (const entry of entries) if (surplus > 0 && (await evict(path, entry))) surplus--;
}

/** Every generation of the environments with this key. */
export const entriesOf = (path: string, key: string): CacheEntry[] =>
  entryNames(path)
    .filter((name) => ENTRY_NAME.exec(name)?.[1] === key)
    .map((name) => cacheEntry(join(path, name)));

function leastRecentlyUsed(path: string): CacheEntry[] {
  return entryNames(path)
    .map((name) => cacheEntry(join(path, name)))
    .filter((entry) => entry.usedAt() > 0)
    .toSorted((one, other) => one.usedAt() - other.usedAt());
}

const entryNames = (path: string): string[] =>
  existsSync(path) ? readdirSync(path).filter((name) => ENTRY_NAME.test(name)) : [];

/** Under the lock under which runs take environments, so that none is taken while it goes. */
async function evict(path: string, entry: CacheEntry): Promise<boolean> {
  const [, key] = ENTRY_NAME.exec(entry.path.slice(path.length + 1))!;
  if (entry.isUsed()) return false;
  const release = await tryFileLock(join(path, key!));
  if (!release) return false;
  try {
    if (entry.isUsed()) return false;
    entry.remove();
    return true;
  } finally {
    await release();
  }
}
