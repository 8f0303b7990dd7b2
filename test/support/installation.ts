import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { createClient, type HttpClient } from '../../sdk/http-client.ts';
import { dataFolderAt } from '../../stack/data-folder.ts';
import { freePorts } from '../../stack/free-ports.ts';
import { lockHolder } from '../../stack/lock.ts';
import { PORT_NAMES, PORTS } from '../../stack/options.ts';
import { PROJECT_FOLDER } from '../../stack/project-folder.ts';
import { readState } from '../../stack/state-file.ts';
import { isAlive } from './agent-process.ts';
import { eventually } from './eventually.ts';

/** A whole Perdura of its own: every process real, started by `perdura up`. */
export interface Installation {
  dataDir: string;
  client: HttpClient;
  /** Environment in which ClearML's clients, and `perdura` itself, find this installation. */
  env: NodeJS.ProcessEnv;
  urls: { api: string; web: string; files: string };
  /** Runs the `perdura` command against it. */
  perdura(...args: string[]): Promise<string>;
  /** Process ids by service. */
  pids(): Promise<Record<string, number>>;
  /** Ends one service with SIGKILL; its supervisor starts it again. */
  kill(service: string): Promise<void>;
  /** Ends one service with SIGKILL and keeps it away until the answer is called. */
  takeAway(service: string): Promise<() => Promise<void>>;
  /** Ends every service and their supervisor with SIGKILL, all at once, until the answer is called. */
  killAll(): Promise<() => Promise<void>>;
  /** Ends it in order, and starts it again from another version of Perdura, in the folder that is named. */
  replaceCode(folder: string): Promise<void>;
  release(): Promise<void>;
}

/** What tests of faults need, however it was started. */
export type KillableInstallation = Pick<Installation, 'dataDir' | 'client' | 'pids' | 'kill' | 'takeAway' | 'release'>;

export interface InstallationOptions {
  agents?: boolean;
  example?: boolean;
  env?: NodeJS.ProcessEnv;
  /** Folder of the version of Perdura that is started. Default: this one. */
  code?: string;
}

export async function startInstallation({
  agents = false,
  example = false,
  env = {},
  code: firstCode = PROJECT_FOLDER,
}: InstallationOptions = {}): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'perdura-up-'));
  await chmod(folder, 0o755);
  const dataDir = join(folder, 'data');
  const ports = await choosePorts();
  const base = { ...process.env, ...env, ...ports, PERDURA_DATA_DIR: dataDir, HOME: folder, XDG_CACHE_HOME: cacheHome() };
  let code = firstCode;
  const perdura = async (...args: string[]) =>
    (await execa(process.execPath, [join(code, 'cli/perdura.ts'), ...args], { env: base, extendEnv: false })).stdout;
  const up = () => perdura('up', '--detach', ...(agents ? [] : ['--no-agent']), ...(example ? [] : ['--no-example']));
  const release = () => takeDown(folder, dataDir, perdura);
  const clientEnv = await up()
    .then(async () => parseExports(await perdura('env')))
    .catch(async (error: unknown) => {
      // What went wrong first is what matters.
      await release().catch(() => {});
      throw error;
    });
  const urls = { api: clientEnv.CLEARML_API_HOST!, web: clientEnv.CLEARML_WEB_HOST!, files: clientEnv.CLEARML_FILES_HOST! };
  const services = () => readState(dataFolderAt(dataDir))?.services ?? [];
  const pids = async () => Object.fromEntries(services().map(({ name, pid }) => [name, pid]));
  const kill = async (service: string) => {
    const pid = (await pids())[service];
    if (!pid) throw new Error(`no service ${service} among ${Object.keys(await pids()).join(', ')}`);
    process.kill(pid, 'SIGKILL');
  };
  return {
    dataDir,
    urls,
    client: createClient({
      apiUrl: urls.api,
      accessKey: clientEnv.CLEARML_API_ACCESS_KEY!,
      secretKey: clientEnv.CLEARML_API_SECRET_KEY!,
    }),
    env: { ...base, ...clientEnv, CLEARML_CONFIG_FILE: '/dev/null' },
    perdura,
    pids,
    kill,
    async takeAway(service) {
      signalSupervisor(dataDir, 'SIGSTOP');
      await kill(service);
      return async () => signalSupervisor(dataDir, 'SIGCONT');
    },
    async killAll() {
      signalSupervisor(dataDir, 'SIGKILL');
      for (const { pid } of services()) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
      return async () => void (await up());
    },
    async replaceCode(folder) {
      await perdura('down');
      code = folder;
      await up();
    },
    release,
  };
}

/** Ends everything, and removes the folder whatever happens. */
async function takeDown(folder: string, dataDir: string, perdura: Installation['perdura']): Promise<void> {
  try {
    signalSupervisor(dataDir, 'SIGCONT');
    await perdura('down');
    await eventually(
      'everything is down',
      async () => (await readFile(join(dataDir, 'run/stack.json')).catch(() => null)) === null,
    );
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A supervisor that stands still starts nothing again. */
function signalSupervisor(dataDir: string, signal: NodeJS.Signals): void {
  const supervisor = lockHolder(dataFolderAt(dataDir).lockFile);
  if (supervisor) process.kill(supervisor.pid, signal);
}

async function choosePorts(): Promise<Record<string, string>> {
  const ports = await freePorts(PORT_NAMES.length);
  return Object.fromEntries(PORT_NAMES.map((name, index) => [PORTS[name].variable, String(ports[index])]));
}

/** What was fetched and built once stays shared; only the home folder is new. */
const cacheHome = (): string => process.env.XDG_CACHE_HOME ?? join(process.env.HOME ?? '/root', '.cache');

function parseExports(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/(\w+)='?([^'\s]*)'?/g)]
      .map((match) => [match[1], match[2]] as [string, string])
      .filter(([name]) => name !== 'export'),
  );
}
