import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterTest } from './cleanups.ts';

/** A folder of its own for a test, removed after it. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'perdura-agent-test-'));
  afterTest(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A disk of so many bytes for the time of `work`; undefined where we may not mount one. */
export async function onSmallDisk<T>(bytes: number, work: (folder: string) => Promise<T>): Promise<T | undefined> {
  const folder = scratchFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    return undefined;
  }
  try {
    return await work(folder);
  } finally {
    execFileSync('umount', [folder]);
  }
}
