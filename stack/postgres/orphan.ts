import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { endProcess } from '../end-process.ts';
import { identifyProcess, type ProcessIdentity } from '../process-identity.ts';

/** Fast shutdown: clients are cut off, nothing is lost. SIGTERM would wait for them. */
export const POSTGRES_STOP_SIGNAL = 'SIGINT';
export const POSTGRES_STOP_MS = 30_000;

/** Ends a server that still holds the cluster although nobody supervises it any more. */
export async function endOrphanedPostgres(dataDir: string): Promise<void> {
  const orphan = await findOrphan(dataDir);
  if (orphan) await endProcess(orphan, { signal: POSTGRES_STOP_SIGNAL, graceMs: POSTGRES_STOP_MS });
}

/** The process that postmaster.pid names, if that number really is a Postgres on this cluster and not a later process. */
async function findOrphan(dataDir: string): Promise<ProcessIdentity | undefined> {
  const [pid, owned] = (await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const found = identifyProcess(Number(pid) || 0);
  return found && owned === dataDir && (await isPostgres(found.pid)) ? found : undefined;
}

async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  return (await readlink(`/proc/${pid}/exe`).catch(() => '')).replace(/ \(deleted\)$/, '').endsWith('/bin/postgres');
}
