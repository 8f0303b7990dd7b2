/** The ports of a stack: how an option, its variable and a message name each. */
export const PORTS = {
  api: { option: '--api-port', variable: 'PERDURA_API_PORT', port: 8008, serves: 'the API' },
  files: { option: '--files-port', variable: 'PERDURA_FILES_PORT', port: 8081, serves: 'the file server' },
  web: { option: '--web-port', variable: 'PERDURA_WEB_PORT', port: 8080, serves: 'the web pages' },
  temporal: { option: '--temporal-port', variable: 'PERDURA_TEMPORAL_PORT', port: 7233, serves: 'Temporal' },
  temporalWeb: { option: '--temporal-web-port', variable: 'PERDURA_TEMPORAL_WEB_PORT', port: 8233, serves: 'Temporal Web' },
  postgres: { option: '--postgres-port', variable: 'PERDURA_POSTGRES_PORT', port: 15432, serves: 'Postgres' },
} as const;

export type PortName = keyof typeof PORTS;
export type Ports = Record<PortName, number>;

export const PORT_NAMES = Object.keys(PORTS) as PortName[];

export interface StackOptions {
  /** Absolute. */
  dataDir: string;
  ports: Ports;
  /** Run an agent for `default` and one for `services`. */
  agents: boolean;
  /** Register and enqueue the example on an empty installation. */
  example: boolean;
  /** The environment that the processes inherit. */
  env: NodeJS.ProcessEnv;
}

/** An option that contradicts another, or the machine. */
export class OptionError extends Error {
  override name = 'OptionError';
}

/** Throws OptionError when two services would share a port. */
export function assertDistinctPorts(ports: Ports): void {
  for (const [index, name] of PORT_NAMES.entries()) {
    const twin = PORT_NAMES.slice(0, index).find((other) => ports[other] === ports[name]);
    if (twin)
      throw new OptionError(`${PORTS[twin].option} and ${PORTS[name].option} are both ${ports[name]}: each needs its own port`);
  }
}
