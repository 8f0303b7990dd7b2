import { createHash } from 'node:crypto';
import { homedir, hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { type Conf, confValue, expandHome } from '../../sdk/clearml-conf.ts';
import type { Connection } from '../../sdk/connection.ts';
import type { Schedule } from '../../workflows/domain/working-hours/schedule.ts';
import { argumentSecrets, configuredSecrets, namedSecrets } from '../console/collect-secrets.ts';
import type { ContainerOptions } from '../containers/container-options.ts';
import type { PackageOptions } from '../environment/package-options.ts';
import { type GpuSelection, selectGpus } from '../machine/gpu-selection.ts';
import type { GitOptions } from '../repository/git-credentials.ts';
import { compileContainerOptions } from './container-options.ts';
import { compileGitOptions } from './git-options.ts';
import { ON_STOP, type OnStop } from './on-stop.ts';
import { compilePackageOptions } from './package-options.ts';
import { compileSchedule } from './schedule-options.ts';
import { cachePath, oneOf } from './settings.ts';
import { compileWorkerName, type WorkerName } from './worker-name.ts';

const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'WARNING', 'ERROR', 'CRITICAL'];
const DEFAULT_SERVICES = 100;
const DEFAULT_KILL_GRACE_SECONDS = 5;

/** The options of `agent daemon`. */
export interface AgentFlags {
  queues: string[];
  createQueue?: boolean;
  orderFairness?: boolean;
  /** `true` without a span. */
  uptime?: true | string[] | undefined;
  downtime?: true | string[] | undefined;
  /** `true` without a number. */
  servicesMode?: number | true | undefined;
  gpus?: string | undefined;
  cpuOnly?: boolean;
  logLevel?: string | undefined;
  workerId?: string | undefined;
  tags?: string[];
  gitUser?: string | undefined;
  gitPass?: string | undefined;
  /** An image and arguments of `docker run`; `true` without any. */
  docker?: true | string[] | undefined;
}

/** An agent's settings, read once at its start. */
export interface AgentOptions {
  connection: Connection;
  queues: string[];
  createQueues: boolean;
  orderFairness: boolean;
  /** When it takes tasks; null for always. */
  schedule: Schedule | null;
  slots: number;
  servicesMode: boolean;
  tags: string[];
  worker: WorkerName;
  gpus: { selection: GpuSelection; byFlag: boolean };
  /** Of everything that this agent keeps on disk. */
  stateDir: string;
  /** Of what belongs to the server that it works for. */
  serverDir: string;
  vcsCacheDir: string;
  onStop: OnStop;
  /** Between SIGTERM and SIGKILL. */
  killGraceMs: number;
  logLevel: string;
  packages: PackageOptions;
  /** Null for an agent that runs tasks without containers. */
  containers: ContainerOptions | null;
  git: GitOptions;
  /** Put the parameters of the section `Environment` into the task's environment. */
  taskEnvironment: boolean;
  forceGitRootPythonPath: boolean;
  /** Section `sdk` of the configuration, for the SDK inside the task. */
  sdk: Conf;
  /** What must never be shown. */
  secrets: string[];
  env: NodeJS.ProcessEnv;
}

export interface CompileInput {
  flags: AgentFlags;
  env: NodeJS.ProcessEnv;
  conf: Conf;
  connection: Connection;
}

/** Settles flags, environment and configuration file, in this order. Throws an Error that names what is wrong. */
export function compileAgentOptions({ flags, env, conf, connection }: CompileInput): AgentOptions {
  const stateDir = resolve(expandHome(env.PERDURA_AGENT_DIR || join(env.HOME || homedir(), '.perdura-agent'), env));
  const selection = selectGpus({ gpus: flags.gpus, cpuOnly: flags.cpuOnly ?? false, env });
  const git = compileGitOptions({ flags, env, conf });
  const containers = compileContainerOptions({ flags, env, conf, stateDir });
  return {
    connection,
    queues: flags.queues.length > 0 ? flags.queues : ['default'],
    createQueues: flags.createQueue ?? false,
    orderFairness: flags.orderFairness ?? false,
    schedule: compileSchedule({ flags, env, conf }),
    slots: countSlots(flags.servicesMode),
    servicesMode: flags.servicesMode !== undefined,
    tags: flags.tags ?? [],
    worker: compileWorkerName({ flags, env, conf, selection, host: hostname() }),
    gpus: { selection, byFlag: flags.gpus !== undefined || flags.cpuOnly === true },
    stateDir,
    serverDir: join(stateDir, 'servers', serverName(connection.apiUrl)),
    vcsCacheDir: cachePath(conf, env, 'agent.vcs_cache.path') ?? join(stateDir, 'cache', 'repositories'),
    onStop: oneOf('PERDURA_AGENT_ON_STOP', env.PERDURA_AGENT_ON_STOP || 'requeue', ON_STOP),
    killGraceMs: killGrace(env) * 1000,
    logLevel: oneOf('--log-level', (flags.logLevel ?? 'INFO').toUpperCase(), LOG_LEVELS),
    packages: compilePackageOptions({ env, conf, stateDir }),
    containers,
    git,
    taskEnvironment: confValue(conf, 'agent.enable_task_env') !== false,
    forceGitRootPythonPath: confValue(conf, 'agent.force_git_root_python_path') === true,
    sdk: (confValue(conf, 'sdk') as Conf | undefined) ?? {},
    secrets: [
      connection.secretKey,
      ...[git.password, ...git.extraCredentials.map(({ password }) => password)].filter((secret) => secret !== undefined),
      ...configuredSecrets(conf),
      ...argumentSecrets(containers ? [...containers.arguments, ...containers.extraArguments] : []),
      ...namedSecrets(env),
    ],
    env,
  };
}

function countSlots(servicesMode: number | true | undefined): number {
  if (servicesMode === undefined) return 1;
  if (servicesMode === true || servicesMode === -1) return DEFAULT_SERVICES;
  if (!Number.isInteger(servicesMode) || servicesMode < 1)
    throw new Error(`--services-mode: ${servicesMode} is not a number of tasks from 1 on`);
  return servicesMode;
}

function killGrace({ PERDURA_AGENT_KILL_GRACE }: NodeJS.ProcessEnv): number {
  if (!PERDURA_AGENT_KILL_GRACE) return DEFAULT_KILL_GRACE_SECONDS;
  const seconds = Number(PERDURA_AGENT_KILL_GRACE);
  if (seconds >= 0 && seconds <= 3600) return seconds;
  throw new Error(`PERDURA_AGENT_KILL_GRACE: "${PERDURA_AGENT_KILL_GRACE}" is not a number of seconds from 0 to 3600`);
}

/** Two installations on one machine must not take each other's runs for their own. */
function serverName(apiUrl: string): string {
  const { host } = new URL(apiUrl);
  return `${host.replace(/[^\w.-]/g, '_')}-${createHash('sha256').update(apiUrl).digest('hex').slice(0, 8)}`;
}
