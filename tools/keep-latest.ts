import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

export interface KeepLatestOptions {
  /** Entries that stay, those first that were used last. */
  keep: number;
  /** What was used so lately stays as well: another process may be about to read it. */
  spareMs: number;
  /** Which entries of the folder are meant. Default: all. */
  belongs?: (name: string) => boolean;
  now?: number;
}

/** Says that `path` is used now. A cache that we may not write to is used as it is. */
export function noteUse(path: string, now = Date.now()): void {
  try {
    utimesSync(path, now / 1000, now / 1000);
  } catch {}
}

/**
 * Removes from a folder of things that can be made again those that nobody has used for longest, by `noteUse`. Several processes
 * may do so at once; what cannot be removed stays.
 */
export function keepLatest(folder: string, { keep, spareMs, belongs = () => true, now = Date.now() }: KeepLatestOptions): void {
  try {
    const entries = readdirSync(folder)
      .filter(belongs)
      .map((name) => ({ path: join(folder, name), usedAt: usedAt(join(folder, name)) }))
      .toSorted((a, b) => b.usedAt - a.usedAt);
    const old = entries.slice(keep).filter((entry) => now - entry.usedAt > spareMs);
    for (const { path } of old) rmSync(path, { recursive: true, force: true });
  } catch {}
}

/** In milliseconds since 1970; 0 for what another process has just removed. */
const usedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
