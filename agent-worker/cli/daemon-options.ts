import { readClearmlConf } from '../../sdk/clearml-conf.ts';
import { resolveConnection } from '../../sdk/connection.ts';
import { type AgentOptions, compileAgentOptions } from '../options/agent-options.ts';
import type { OnStop } from '../options/on-stop.ts';

/** The options of `agent daemon` as the command line gives them. */
export interface DaemonCommandOptions {
  configFile?: string | undefined;
  queue: string[];
  createQueue?: boolean;
  orderFairness?: boolean;
  /** `true` without a span. */
  uptime?: true | string[];
  downtime?: true | string[];
  foreground?: boolean;
  detached?: boolean;
  /** `true` without worker ids. */
  stop?: true | string[];
  status?: boolean;
  onStop?: OnStop;
  gpus?: string;
  cpuOnly?: boolean;
  servicesMode?: number | true;
  workerId?: string;
  childReportTags: string[];
  gitUser?: string;
  gitPass?: string;
  logLevel: string;
  pollingInterval?: string;
  checkBootstrap?: boolean;
  forceCurrentVersion?: boolean;
  /** `true` without an image. */
  docker?: true | string[];
}

export async function readAgentOptions(command: DaemonCommandOptions, env: NodeJS.ProcessEnv): Promise<AgentOptions> {
  const { configFile } = command;
  const [connection, conf] = await Promise.all([resolveConnection({ configFile, env }), readClearmlConf({ configFile, env })]);
  const onStop = command.onStop ? { PERDURA_AGENT_ON_STOP: command.onStop } : {};
  return compileAgentOptions({
    flags: { ...command, queues: command.queue, tags: command.childReportTags },
    env: { ...env, ...onStop },
    conf,
    connection,
  });
}

/** Says which options of the stock agent mean nothing here. */
export function notices({ pollingInterval, checkBootstrap, forceCurrentVersion }: DaemonCommandOptions): string[] {
  return [
    ...(pollingInterval === undefined ? [] : ['--polling-interval has no effect: work is handed out as soon as it is there']),
    ...(checkBootstrap ? ['--check-bootstrap has no effect: there is no bootstrap package'] : []),
    ...(forceCurrentVersion ? ['--force-current-version has no effect: tasks run without another agent inside'] : []),
  ];
}
