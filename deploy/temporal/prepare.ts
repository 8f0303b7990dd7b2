import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { execa } from 'execa';
import { freePorts } from '../../stack/free-ports.ts';
import type { Progress } from '../../stack/progress.ts';
import type { ServiceSpec } from '../../stack/service.ts';
import { provideTemporal } from '../../stack/temporal/provide.ts';
import { ensureTemporalDatabases, sqlEnvironment } from './databases.ts';
import { provideTemporalServer } from './provide-server.ts';
import { TEMPORAL_PORTS, type TemporalPorts, temporalServerService } from './server-service.ts';

export interface TemporalOnPostgresOptions {
  /** Of a superuser. */
  postgresUrl: string;
  /** Of the frontend; a free one when undefined. */
  port?: number | undefined;
  logFile: string;
  env: NodeJS.ProcessEnv;
  progress: Progress;
  signal: AbortSignal;
}

/** Builds what is missing and sets the tables up; answers the server as a service, not yet started. */
export async function prepareTemporalOnPostgres(
  options: TemporalOnPostgresOptions,
): Promise<{ service: ServiceSpec; address: string }> {
  const programs = await provideTemporalServer(options);
  const path = [programs, cliFolder(await provideTemporal(options)), options.env.PATH].filter(Boolean).join(delimiter);
  const login = await ensureTemporalDatabases(options.postgresUrl);
  const env = { ...options.env, ...sqlEnvironment(login), PATH: path };
  await options.progress.step('setting up Temporal’s tables', () => setUpSchema(env, options.signal));
  const ports = await choosePorts(options.port);
  return {
    service: temporalServerService({ programs, ports, env, logFile: options.logFile }),
    address: `127.0.0.1:${ports.frontend}`,
  };
}

/** Where the scripts find `temporal`; on the PATH already when it was given by name only. */
const cliFolder = (program: string): string | undefined => (isAbsolute(program) ? dirname(program) : undefined);

async function setUpSchema(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  await execa('sh', [join(import.meta.dirname, 'set-up-schema.sh')], { env, cancelSignal: signal });
}

async function choosePorts(frontend: number | undefined): Promise<TemporalPorts> {
  const names = Object.keys(TEMPORAL_PORTS);
  const free = await freePorts(names.length);
  const ports = Object.fromEntries(names.map((name, index) => [name, free[index]])) as TemporalPorts;
  return frontend === undefined ? ports : { ...ports, frontend };
}
