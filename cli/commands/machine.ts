import type { Command } from 'commander';
import { parseWhole } from '../option.ts';

/** Commands for machines that an autoscaler has launched. */
export function registerMachineCommands(program: Command): void {
  program
    .command('machine', { hidden: true })
    .description('what machines of autoscalers run')
    .command('run')
    .description('join the server, serve the queue of this machine until it is not needed, and end it')
    .requiredOption('--server <url>', "the server's API")
    .option('--token-file <file>', 'file with the join token, removed when it is read (or the token in PERDURA_JOIN_TOKEN)')
    .option('--max-idle <seconds>', 'end after so long without task and scaler, whatever the server says', (text) =>
      parseWhole(text, { min: 1, max: 31_536_000 }),
    )
    .option('--cloud <cloud>', 'whose machine it is, and who says that it is taken back: aws or gcp', 'aws')
    .option('--power-off', 'switch the machine off in the end')
    .action(async (options) => (await import('../../autoscaler/machine/run-machine.ts')).runMachine(options));
}
