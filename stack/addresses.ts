import type { Ports } from './options.ts';

/** Where the parts of a stack are reached. */
export interface StackUrls {
  api: string;
  web: string;
  files: string;
  temporalWeb: string;
}

export const bindHost = (env: NodeJS.ProcessEnv): string => env.PERDURA_BIND_HOST || '127.0.0.1';

/** What clients are told: the variables for servers that are reached by another name, else the ports on this machine. */
export function stackUrls(ports: Ports, env: NodeJS.ProcessEnv): StackUrls {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  return {
    api: env.PERDURA_API_URL || at(ports.api),
    web: env.PERDURA_WEB_URL || at(ports.web),
    files: env.PERDURA_FILES_URL || at(ports.files),
    temporalWeb: env.PERDURA_TEMPORAL_WEB_URL || at(ports.temporalWeb),
  };
}
