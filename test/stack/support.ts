import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that the user of Postgres may pass, removed by `release`. */
export async function temporaryFolder(): Promise<{ path: string; release(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'perdura-stack-'));
  await chmod(path, 0o755);
  return { path, release: () => rm(path, { recursive: true, force: true }) };
}

/** Ports that nothing listens on at the moment. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export const silent = { note() {}, step: <T>(_: string, work: () => Promise<T>) => work() };
