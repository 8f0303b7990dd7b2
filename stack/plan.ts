import { join } from 'node:path';
import type { StackOptions } from './options.ts';
import { providePostgres } from './postgres/binaries.ts';
import { initialiseCluster } from './postgres/initialise.ts';
import { postgresService } from './postgres/service.ts';
import type { SystemUser } from './postgres/system-user.ts';
import type { Progress } from './progress.ts';
import { agentServices, apiService, orchestratorService, type ServerOptions } from './server-services.ts';
import type { ServiceNode } from './services.ts';
import { provideTemporal } from './temporal/provide.ts';
import { temporalService } from './temporal/service.ts';

export interface PlanInput {
  options: StackOptions;
  server: ServerOptions;
  postgresUser: SystemUser | undefined;
  databasePassword: string;
  progress: Progress;
  signal: AbortSignal;
}

/** What a stack consists of, and what needs what. */
export function planServices(input: PlanInput): ServiceNode[] {
  const { options, server } = input;
  const agents = options.agents ? agentServices(server) : [];
  return [
    { name: 'postgres', needs: [], create: () => createPostgres(input) },
    { name: 'temporal', needs: [], create: () => createTemporal(input) },
    { name: 'api', needs: ['postgres'], create: async () => apiService(server) },
    { name: 'orchestrator', needs: ['api', 'temporal'], create: async () => orchestratorService(server) },
    ...agents.map((agent) => ({ name: agent.name, needs: ['api', 'temporal'], create: async () => agent })),
  ];
}

async function createPostgres({ server, postgresUser: user, databasePassword: password, progress }: PlanInput) {
  const { folder, ports } = server;
  const home = await providePostgres({ copyTo: join(folder.root, 'postgres-programs'), user, progress });
  await initialiseCluster({ home, dataDir: folder.postgres, user, password, progress });
  return postgresService({ folder, home, user, port: ports.postgres, password });
}

async function createTemporal({ options, server, progress, signal }: PlanInput) {
  const program = await provideTemporal({ env: options.env, progress, signal });
  return temporalService({ folder: server.folder, program, ports: server.ports, env: server.env });
}
