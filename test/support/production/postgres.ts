import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolderAt, prepareDataFolder } from '../../../stack/data-folder.ts';
import { freePorts } from '../../../stack/free-ports.ts';
import { providePostgres } from '../../../stack/postgres/binaries.ts';
import { databaseUrl, initialiseCluster } from '../../../stack/postgres/initialise.ts';
import { postgresService } from '../../../stack/postgres/service.ts';
import { postgresUser } from '../../../stack/postgres/system-user.ts';
import { type KeptRunning, keepRunning } from './keep-running.ts';
import { silent } from './silent.ts';

export interface ProductionPostgres extends KeptRunning {
  /** Of a superuser. */
  url: string;
}

/** A Postgres with durable commits, started again whenever it ends: one that may be killed. */
export async function startProductionPostgres(): Promise<ProductionPostgres> {
  const root = await mkdtemp(join(tmpdir(), 'perdura-production-postgres-'));
  await chmod(root, 0o755);
  const folder = dataFolderAt(root);
  const user = await postgresUser();
  await prepareDataFolder(folder, { asRoot: user !== undefined });
  const home = await providePostgres({ copyTo: join(root, 'programs'), user, progress: silent });
  const [port] = (await freePorts(1)) as [number];
  const password = randomBytes(12).toString('hex');
  await initialiseCluster({ home, dataDir: folder.postgres, user, password, progress: silent });
  const kept = await keepRunning(postgresService({ folder, home, user, port, password }));
  return {
    ...kept,
    url: databaseUrl({ port, password }),
    async stop() {
      await kept.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}
