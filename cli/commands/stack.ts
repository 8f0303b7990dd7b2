import type { Command } from 'commander';
import { PORT_NAMES, PORTS } from '../../stack/options.ts';
import { dataDirOption, jsonOption, parsePort, switchOption, valueOption } from '../option.ts';

/** Commands about an installation on this machine. */
export function registerStackCommands(program: Command): void {
  const up = program.command('up').description('start everything: Postgres, Temporal, API, web pages, orchestrator, agents');
  up.addOption(switchOption('--detach', 'go on in the background', 'PERDURA_DETACH')).addOption(dataDirOption());
  for (const name of PORT_NAMES) {
    const { option, variable, port, serves } = PORTS[name];
    up.addOption(valueOption(`${option} <port>`, `port of ${serves}`, variable).argParser(parsePort).default(port));
  }
  up.addOption(switchOption('--no-agent', 'start no agents', 'PERDURA_NO_AGENT'))
    .addOption(switchOption('--no-example', 'leave out the example experiment', 'PERDURA_NO_EXAMPLE'))
    .addOption(jsonOption())
    .action(async (options) => (await import('../stack/up.ts')).up(options));

  program
    .command('down')
    .description('stop everything; running tasks go on')
    .addOption(dataDirOption())
    .addOption(switchOption('--abort-runs', 'abort all running tasks first', 'PERDURA_ABORT_RUNS'))
    .action(async (options) => (await import('../stack/down.ts')).down(options));

  program
    .command('status')
    .description('show what runs')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action(async (options) => (await import('../stack/status.ts')).status(options));

  program
    .command('env')
    .description('print variables that connect ClearML clients: eval "$(perdura env)"')
    .addOption(dataDirOption())
    .action(async (options) => (await import('../stack/env.ts')).env(options));

  program
    .command('init')
    .description('connect this machine to a server: asks, verifies, writes ~/clearml.conf')
    .option('--file <file>', 'the file to write (env: CLEARML_CONFIG_FILE, default: ~/clearml.conf)')
    .action(async (options) => (await import('../init/init.ts')).init(options));
}
