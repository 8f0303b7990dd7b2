import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that the user of Postgres may pass, removed by `release`. */
export async function temporaryFolder(): Promise<{ path: string; release(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'perdura-stack-'));
  await chmod(path, 0o755);
  return { path, release: () => rm(path, { recursive: true, force: true }) };
}

export const silent = { note() {}, step: <T>(_: string, work: () => Promise<T>) => work() };
