import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '../../../sdk/http-client.ts';
import { stackUrls } from '../../../stack/addresses.ts';
import { clientConf } from '../../../stack/client-conf.ts';
import { dataFolderAt, prepareDataFolder } from '../../../stack/data-folder.ts';
import { freePorts } from '../../../stack/free-ports.ts';
import { signalProcess } from '../../../stack/process-identity.ts';
import { PROJECT_FOLDER } from '../../../stack/project-folder.ts';
import { ensureSecrets, readCredentials, writeSecret } from '../../../stack/secrets.ts';
import { agentServices, apiService, orchestratorService } from '../../../stack/server-services.ts';
import type { KillableInstallation } from '../installation.ts';
import { type KeptRunning, keepRunning } from './keep-running.ts';
import { startProductionPostgres } from './postgres.ts';
import { startProductionTemporal } from './temporal.ts';

/** The processes of docker-compose.yml without containers: Temporal's production server on a Postgres, API, orchestrator, an agent. */
export async function startProductionInstallation(): Promise<KillableInstallation> {
  const folder = await mkdtemp(join(tmpdir(), 'perdura-production-'));
  await chmod(folder, 0o755);
  const data = dataFolderAt(join(folder, 'data'));
  await prepareDataFolder(data, { asRoot: process.getuid?.() === 0 });
  const services = new Map<string, KeptRunning>();
  const release = async () => {
    for (const service of [...services.values()].toReversed()) await service.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const postgres = await startProductionPostgres();
    services.set('postgres', postgres);
    const temporal = await startProductionTemporal({ postgresUrl: postgres.url });
    services.set('temporal', temporal);
    const [api, files, web] = (await freePorts(3)) as [number, number, number];
    const ports = { api, files, web, temporal: Number(temporal.address.split(':')[1]), temporalWeb: 0, postgres: 0 };
    const urls = stackUrls(ports, {});
    const secrets = await ensureSecrets(data);
    const credentials = await readCredentials(secrets.bootstrapCredentials);
    await writeSecret(secrets.databaseUrl, postgres.url);
    await writeSecret(data.clientConf, clientConf(urls, credentials));
    await writeSecret(data.agentConf, clientConf(urls, await readCredentials(secrets.agentCredentials)));
    const server = { projectFolder: PROJECT_FOLDER, folder: data, secrets, ports, urls, env: process.env };
    for (const spec of [apiService(server), orchestratorService(server), agentServices(server)[0]!])
      services.set(spec.name, await keepRunning(spec));
    return {
      dataDir: data.root,
      client: createClient({ apiUrl: urls.api, ...credentials }),
      pids: async () => Object.fromEntries([...services].map(([name, service]) => [name, service.process().pid])),
      async kill(name) {
        signalProcess(services.get(name)!.process(), 'SIGKILL');
      },
      takeAway: (name) => services.get(name)!.takeAway(),
      release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}
