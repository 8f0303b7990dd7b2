import { join } from 'node:path';
import { type AgentFlags, type AgentOptions, compileAgentOptions } from '../../../agent-worker/options/agent-options.ts';
import type { Conf } from '../../../sdk/clearml-conf.ts';
import { scratchFolder } from '../../support/scratch.ts';

export interface TestOptions {
  url?: string;
  flags?: Partial<AgentFlags>;
  conf?: Conf;
  env?: NodeJS.ProcessEnv;
}

/** Settings of an agent that keeps everything in a folder of its own and uses the machine's interpreter. */
export function agentOptions({ url = 'http://127.0.0.1:1', flags = {}, conf = {}, env = {} }: TestOptions = {}): AgentOptions {
  const home = scratchFolder();
  return compileAgentOptions({
    flags: { queues: ['default'], ...flags },
    conf,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      PERDURA_AGENT_DIR: join(home, 'agent'),
      PERDURA_AGENT_KILL_GRACE: '1',
      CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '1',
      CLEARML_WORKER_NAME: 'box',
      ...env,
    },
    connection: { apiUrl: url, accessKey: 'the-access-key', secretKey: 'the-secret-key' },
  });
}
