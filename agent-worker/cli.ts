import { type Command, Option } from 'commander';
import type { DaemonCommandOptions } from './cli/daemon-options.ts';
import { ON_STOP } from './options/on-stop.ts';

/** Adds `agent daemon` and `agent list`, with the options of the stock agent. */
export function registerAgentCommands(program: Command): void {
  const agent = program
    .command('agent')
    .description('run tasks on this machine')
    .option('--config-file <file>', 'the clearml.conf to use (env: CLEARML_CONFIG_FILE, default: ~/clearml.conf)');
  const configFile = (): string | undefined => agent.opts<{ configFile?: string }>().configFile;

  agent
    .command('daemon')
    .description('serve queues: run their tasks one after the other')
    .option('--queue <queues...>', 'names or ids of queues, the most urgent first', [])
    .option('--create-queue', 'create queues that do not exist')
    .option('--order-fairness', 'serve the queues in turn, and not by their order')
    .option('--uptime [spans...]', 'take tasks only at these times, such as "17-20 TUE" "13-22 WED"')
    .option('--downtime [spans...]', 'take no tasks at these times')
    .option('--foreground', 'stay in the foreground and show the output of the tasks')
    .option('-d, --detached', 'run in the background')
    .option('--stop [workers...]', 'stop the agent that was started with the same options, or the named workers')
    .option('--status', 'say whether an agent with these options takes tasks now, and by which rule')
    .addOption(new Option('--on-stop <what>', 'what becomes of running tasks').choices(ON_STOP))
    .option('--gpus <devices>', 'GPUs that the tasks see: 0 or 0,1 or all or none')
    .option('--cpu-only', 'the tasks see no GPU')
    .option('--docker [image...]', 'run tasks in containers: "IMAGE ARGUMENTS...", for those that name none')
    .option('--services-mode [tasks]', 'run many light tasks at a time, at most so many', Number)
    .option('--worker-id <id>', 'worker id (env: CLEARML_WORKER_ID)')
    .option('--child-report-tags <tags...>', 'tags of the worker', [])
    .option('--git-user <name>', 'user for repositories (env: CLEARML_AGENT_GIT_USER)')
    .option('--git-pass <password>', 'password or token for repositories; better in CLEARML_AGENT_GIT_PASS')
    .option('--log-level <level>', 'how much the agent and the SDK in its tasks say', 'INFO')
    .addOption(new Option('--polling-interval <seconds>').hideHelp())
    .addOption(new Option('--check-bootstrap').hideHelp())
    .addOption(new Option('--force-current-version').hideHelp())
    .action(async (options: DaemonCommandOptions) =>
      (await import('./cli/daemon-command.ts')).runDaemonCommand({ ...options, configFile: configFile() }),
    );

  agent
    .command('list')
    .description('list the workers of the server')
    .option('--json', 'print JSON for scripts')
    .action(async (options: { json?: boolean }) =>
      (await import('./cli/list-command.ts')).listWorkers({ ...options, configFile: configFile() }),
    );
}
