import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { uploadsFolder } from './write-file.ts';

/** How long an upload that broke off may be gone on with. */
const KEPT_MS = 7 * 24 * 3600 * 1000;

/** Removes what a server that was killed, or a client that never came back, has left of uploads. */
export async function removeStaleUploads(root: string, now: Date): Promise<void> {
  const folder = await uploadsFolder(root);
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (now.getTime() - mtimeMs > KEPT_MS) await rm(file, { force: true });
  }
}
