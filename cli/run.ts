import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { registerAgentCommands } from '../agent-worker/cli.ts';
import { registerAccountCommands } from './commands/account.ts';
import { registerAutoscalerCommands } from './commands/autoscaler.ts';
import { registerMachineCommands } from './commands/machine.ts';
import { registerPipelineCommands } from './commands/pipeline.ts';
import { registerQueueCommands } from './commands/queue.ts';
import { registerStackCommands } from './commands/stack.ts';
import { registerSweepCommands } from './commands/sweep.ts';
import { registerTaskCommands } from './commands/task.ts';
import { ExitCode, exitCodeOf } from './exit-code.ts';

/** Runs one command line and gives the exit code. Commands load what they need themselves, so that help is quick. */
export async function run(argv: string[]): Promise<ExitCode> {
  try {
    const program = createProgram();
    await program.parseAsync(argv, { from: 'user' });
    return ExitCode.OK;
  } catch (error) {
    // Commander has said already what is wrong.
    if (!(error instanceof CommanderError)) process.stderr.write(`perdura: ${describe(error)}\n`);
    return exitCodeOf(error);
  }
}

function createProgram(): Command {
  const program = new Command('perdura')
    .description('A durable orchestrator for machine-learning work, for the unmodified ClearML clients')
    .exitOverride()
    .showHelpAfterError('(add --help for what is allowed)')
    .version(readVersion(), '--version', 'print the version');
  registerStackCommands(program);
  registerTaskCommands(program);
  registerQueueCommands(program);
  registerPipelineCommands(program);
  registerSweepCommands(program);
  registerAutoscalerCommands(program);
  registerAccountCommands(program);
  registerAgentCommands(program);
  registerMachineCommands(program);
  return program;
}

const readVersion = (): string =>
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;

const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return process.env.PERDURA_LOG_LEVEL === 'debug' ? (error.stack ?? error.message) : error.message;
};
