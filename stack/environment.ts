import { delimiter, join } from 'node:path';

/**
 * What the stack's processes inherit from ours: everything but what would send them to another server, or contradict a
 * secret that they get as a file. The project's own programs come first on the PATH.
 */
export function childEnvironment(env: NodeJS.ProcessEnv, projectFolder: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(env).filter(([name]) => !FOREIGN.test(name) && !SECRETS.has(name.replace(/_FILE$/, '')));
  return {
    ...Object.fromEntries(inherited),
    PATH: [join(projectFolder, 'node_modules/.bin'), env.PATH].filter(Boolean).join(delimiter),
  };
}

/** Which server a client talks to, as whom, and within which task it runs. */
const FOREIGN =
  /^(CLEARML|TRAINS)_(API_.*|WEB_HOST|FILES_HOST|CONFIG_FILE|TASK_ID|PROC_MASTER_ID|AUTH_TOKEN|WORKER_ID|WORKER_NAME)$/;

const SECRETS = new Set([
  'PERDURA_DATABASE_URL',
  'PERDURA_SIGNING_KEY',
  'PERDURA_ADMIN_PASSWORD',
  'PERDURA_BOOTSTRAP_CREDENTIALS',
  'PERDURA_AGENT_CREDENTIALS',
]);
