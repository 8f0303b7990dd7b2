import { join } from 'node:path';
import { bindHost, type StackUrls } from './addresses.ts';
import { compileCacheFolder } from './cache-folder.ts';
import type { DataFolder } from './data-folder.ts';
import type { Ports } from './options.ts';
import { whenAnswering, whenLogSays } from './readiness.ts';
import type { SecretFiles } from './secrets.ts';
import type { ServiceSpec } from './service.ts';

export interface ServerOptions {
  projectFolder: string;
  folder: DataFolder;
  secrets: SecretFiles;
  ports: Ports;
  urls: StackUrls;
  /** Inherited by every process. */
  env: NodeJS.ProcessEnv;
}

/** The API server, which also makes the tables, the first user and the bootstrap credentials. */
export function apiService(options: ServerOptions): ServiceSpec {
  const { folder, secrets, ports, urls } = options;
  return nodeService(options, {
    name: 'api',
    args: [join(options.projectFolder, 'api/main.ts')],
    env: {
      PERDURA_DATABASE_URL_FILE: secrets.databaseUrl,
      PERDURA_SIGNING_KEY_FILE: secrets.signingKey,
      PERDURA_ADMIN_PASSWORD_FILE: secrets.adminPassword,
      PERDURA_BOOTSTRAP_CREDENTIALS_FILE: secrets.bootstrapCredentials,
      PERDURA_AGENT_CREDENTIALS_FILE: secrets.agentCredentials,
      PERDURA_TEMPORAL_ADDRESS: temporalAddress(ports),
      PERDURA_TEMPORAL_WEB_URL: urls.temporalWeb,
      PERDURA_API_PORT: String(ports.api),
      PERDURA_FILES_PORT: String(ports.files),
      PERDURA_WEB_PORT: String(ports.web),
      PERDURA_API_URL: urls.api,
      PERDURA_FILES_URL: urls.files,
      PERDURA_WEB_URL: urls.web,
      PERDURA_FILES_DIR: folder.files,
    },
    ready: whenAnswering(localApi(ports, options.env, '/api/health')),
  });
}

export function orchestratorService(options: ServerOptions): ServiceSpec {
  return nodeService(options, {
    name: 'orchestrator',
    args: [join(options.projectFolder, 'orchestrator/main.ts')],
    env: {
      PERDURA_DATABASE_URL_FILE: options.secrets.databaseUrl,
      PERDURA_TEMPORAL_ADDRESS: temporalAddress(options.ports),
      PERDURA_API_URL: options.urls.api,
    },
    ready: whenLogSays('orchestrator ready'),
  });
}

/** One agent for the queue `default`, one that serves many light tasks at a time for `services`. */
export function agentServices(options: ServerOptions): ServiceSpec[] {
  return [
    agentService(options, 'agent-default', ['--queue', 'default', '--create-queue']),
    agentService(options, 'agent-services', ['--queue', 'services', '--create-queue', '--services-mode', '--cpu-only']),
  ];
}

function agentService(options: ServerOptions, name: string, args: string[]): ServiceSpec {
  return nodeService(options, {
    name,
    args: [
      ...[join(options.projectFolder, 'cli/perdura.ts'), 'agent', '--config-file', options.folder.agentConf],
      ...['daemon', '--foreground', ...args],
    ],
    env: {
      PERDURA_DATA_DIR: options.folder.root,
      PERDURA_AGENT_DIR: options.env.PERDURA_AGENT_DIR || options.folder.agents,
      // Consoles are on the server; the log is of the agent itself.
      PERDURA_AGENT_ECHO: '0',
      // Ending an agent with the stack is no reason to end what it runs: it finds its runs again.
      PERDURA_AGENT_ON_STOP: 'detach',
    },
    ready: whenLogSays('agent ready'),
  });
}

type NodeService = Pick<ServiceSpec, 'name' | 'args' | 'env' | 'ready'>;

function nodeService({ folder, env }: ServerOptions, spec: NodeService): ServiceSpec {
  return {
    ...spec,
    command: process.execPath,
    cwd: folder.root,
    env: { ...env, ...spec.env, NODE_COMPILE_CACHE: compileCacheFolder(env) },
    logFile: join(folder.logs, `${spec.name}.log`),
    readyMs: 60_000,
    stopGraceMs: 15_000,
  };
}

const temporalAddress = (ports: Ports): string => `127.0.0.1:${ports.temporal}`;

/** The API as this machine reaches it, whatever clients are told. */
export function localApi(ports: Ports, env: NodeJS.ProcessEnv, path = ''): string {
  const host = bindHost(env);
  return `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${ports.api}${path}`;
}
