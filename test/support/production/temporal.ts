import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareTemporalOnPostgres } from '../../../deploy/temporal/prepare.ts';
import { createProgress } from '../../../stack/progress.ts';
import { type KeptRunning, keepRunning } from './keep-running.ts';

export interface ProductionTemporal extends KeptRunning {
  address: string;
}

/** A build from source takes some minutes. */
const PREPARE_MS = 900_000;

/** Temporal's production server on a Postgres, with the namespace `default`. `postgresUrl` is that of a superuser. */
export async function startProductionTemporal({ postgresUrl }: { postgresUrl: string }): Promise<ProductionTemporal> {
  const logs = await mkdtemp(join(tmpdir(), 'perdura-production-temporal-'));
  const { service, address } = await prepareTemporalOnPostgres({
    postgresUrl,
    logFile: join(logs, 'temporal-server.log'),
    env: process.env,
    progress: createProgress((line) => console.error(line)),
    signal: AbortSignal.timeout(PREPARE_MS),
  });
  const kept = await keepRunning(service);
  return {
    ...kept,
    address,
    async stop() {
      await kept.stop();
      await rm(logs, { recursive: true, force: true });
    },
  };
}
