import { join } from 'node:path';
import { execa } from 'execa';
import type { ServiceSpec } from '../../stack/service.ts';

export interface TemporalServerOptions {
  /** The folder with `temporal-server`. */
  programs: string;
  ports: TemporalPorts;
  /** With the login to Postgres, and a PATH on which the scripts find the Temporal CLI. */
  env: NodeJS.ProcessEnv;
  logFile: string;
}

/** The ports of one server, by their variables in server.yaml. All but the first are used by the server itself only. */
export const TEMPORAL_PORTS = {
  frontend: 'FRONTEND_GRPC_PORT',
  history: 'HISTORY_GRPC_PORT',
  matching: 'MATCHING_GRPC_PORT',
  worker: 'WORKER_GRPC_PORT',
  frontendMembership: 'FRONTEND_MEMBERSHIP_PORT',
  historyMembership: 'HISTORY_MEMBERSHIP_PORT',
  matchingMembership: 'MATCHING_MEMBERSHIP_PORT',
  workerMembership: 'WORKER_MEMBERSHIP_PORT',
} as const;

type PortName = keyof typeof TEMPORAL_PORTS;
export type TemporalPorts = Record<PortName, number>;

const FOLDER = import.meta.dirname;

/** Temporal's production server as a service. Ready when it serves and has the namespace `default`. */
export function temporalServerService({ programs, ports, env, logFile }: TemporalServerOptions): ServiceSpec {
  return {
    name: 'temporal',
    command: join(programs, 'temporal-server'),
    args: ['--root', '/', '--config', FOLDER, '--env', 'server', '--allow-no-auth', 'start'],
    cwd: '/',
    env: { ...env, ...portEnvironment(ports), TEMPORAL_DYNAMIC_CONFIG: join(FOLDER, 'dynamic-config.yaml') },
    logFile,
    ready: ({ signal }) => createNamespace(env, ports.frontend, signal),
    readyMs: 120_000,
    stopGraceMs: 20_000,
  };
}

async function createNamespace(env: NodeJS.ProcessEnv, port: number, signal: AbortSignal): Promise<void> {
  await execa('sh', [join(FOLDER, 'create-namespace.sh')], {
    env: { ...env, TEMPORAL_ADDRESS: `127.0.0.1:${port}`, TEMPORAL_NAMESPACE: 'default' },
    cancelSignal: signal,
  });
}

const portEnvironment = (ports: TemporalPorts): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(ports).map(([name, port]) => [TEMPORAL_PORTS[name as PortName], String(port)]));
