import { readAgentOptions } from '../../agent-worker/cli/daemon-options.ts';
import { type ForegroundInput, runForeground } from '../../agent-worker/cli/foreground.ts';
import type { JoinResponse } from '../../workflows/contracts/machine-api.ts';
import { writeMachineConf } from './machine-conf.ts';

/** What would lead the agent to another server, or to another name, than the machine was given. */
const NOT_FOR_THE_AGENT = /^(CLEARML|TRAINS)_(API_(HOST|ACCESS_KEY|SECRET_KEY)|(WEB|FILES)_HOST|CONFIG_FILE|WORKER_(ID|NAME))$/;

export interface ServeInput extends Pick<ForegroundInput, 'stop' | 'hurry' | 'onReady'> {
  joined: JoinResponse;
  env: NodeJS.ProcessEnv;
  stateDir: string;
}

/** Runs the machine's agent until it is stopped. */
export async function serveQueues({ joined, env, stateDir, ...control }: ServeInput): Promise<void> {
  const command = {
    configFile: await writeMachineConf(stateDir, joined),
    queue: joined.queues,
    createQueue: true,
    workerId: joined.worker,
    cpuOnly: joined.cpuOnly,
    ...(joined.dockerImage && { docker: [joined.dockerImage] }),
    childReportTags: [],
    logLevel: 'INFO',
  };
  const inherited = Object.entries(env).filter(([name]) => !NOT_FOR_THE_AGENT.test(name));
  // Consoles of tasks are kept with the tasks; the machine's own says how it goes.
  const options = await readAgentOptions(command, { PERDURA_AGENT_ECHO: '0', ...Object.fromEntries(inherited) });
  await runForeground({ command, options, ...control });
}
