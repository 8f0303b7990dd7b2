import { join } from 'node:path';
import type { DataFolder } from '../data-folder.ts';
import { whenLogSays } from '../readiness.ts';
import type { ServiceSpec } from '../service.ts';
import type { PostgresHome } from './binaries.ts';
import { ensureDatabase } from './initialise.ts';
import { endOrphanedPostgres, POSTGRES_STOP_MS, POSTGRES_STOP_SIGNAL } from './orphan.ts';
import type { SystemUser } from './system-user.ts';

export interface PostgresOptions {
  folder: DataFolder;
  home: PostgresHome;
  user: SystemUser | undefined;
  port: number;
  password: string;
}

/** The Postgres server with its database, as a service. It listens on loopback only, and needs the password there too. */
export function postgresService({ folder, home, user, port, password }: PostgresOptions): ServiceSpec {
  return {
    name: 'postgres',
    command: join(home, 'bin/postgres'),
    args: [
      '-D',
      folder.postgres,
      '-p',
      String(port),
      ...Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    cwd: '/',
    env: { PATH: process.env.PATH, LC_MESSAGES: 'C', TZ: 'UTC' },
    runAs: user,
    logFile: join(folder.logs, 'postgres.log'),
    ready: async (context) => {
      await whenLogSays('database system is ready to accept connections')(context);
      await ensureDatabase({ port, password });
    },
    readyMs: 120_000,
    // Right after a kill its last backends may still hold the shared memory, and a new server refuses to start.
    startAttempts: 8,
    stopSignal: POSTGRES_STOP_SIGNAL,
    stopGraceMs: POSTGRES_STOP_MS,
    killSignal: 'SIGQUIT',
    prepare: () => endOrphanedPostgres(folder.postgres),
  };
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
  shared_buffers: '128MB',
  jit: 'off',
  // After a crash every file is synced before recovery: one call for all instead of one for each.
  ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
};
