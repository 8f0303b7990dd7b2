import { type Command, Option } from 'commander';
import { SHUTDOWNS } from '../../workflows/contracts/autoscaler-api.ts';
import { collectAssignment } from '../definitions/assignments.ts';
import { parseAmount, parseCount, parseWhole, withServerOptions } from '../option.ts';

/** By its name or id; may be left out while there is only one. */
const WHICH = '[autoscaler]';

/** Commands about autoscalers: machines that come and go with the queues. */
export function registerAutoscalerCommands(program: Command): void {
  const autoscaler = program.command('autoscaler').description('launch and end machines as the queues need them');

  withServerOptions(
    autoscaler
      .command(`start ${WHICH}`)
      .description("start an autoscaler from ClearML's aws_autoscaler.yaml or one like it; without a file, a stopped one again"),
  )
    .option('-f, --file <file>', 'its configuration in YAML')
    .option('--name <name>', 'of the autoscaler (default: the name of the file)')
    .action(async (which, options) => (await import('../autoscalers/start.ts')).startAutoscaler(which, options));

  withServerOptions(
    autoscaler.command('wizard').description("ask for a configuration as ClearML's wizard does and write it to a file"),
  )
    .addOption(new Option('--cloud <cloud>', 'where machines come from').choices(['aws', 'gcp']).default('aws'))
    .option('-f, --file <file>', 'where to; a file that is there stays as it is (default: <cloud>_autoscaler.yaml)')
    .option('--run', 'start the autoscaler of the file')
    .option('--name <name>', 'of the autoscaler (default: the name of the file)')
    .action(async (options) => (await import('../autoscalers/wizard.ts')).runWizard(options));

  registerViews(autoscaler);
  registerModes(autoscaler);
  registerChanges(autoscaler);
}

function registerViews(autoscaler: Command): void {
  withServerOptions(autoscaler.command('list').description('list autoscalers')).action(async (options) =>
    (await import('../autoscalers/list.ts')).listAutoscalers(options),
  );

  withServerOptions(
    autoscaler.command(`show ${WHICH}`).description('show an autoscaler: what waits, its machines, its spend, and why'),
  )
    .option('--configuration', 'print its configuration as YAML, secrets hidden')
    .action(async (which, options) => (await import('../autoscalers/show.ts')).showAutoscaler(which, options));

  withServerOptions(autoscaler.command(`instances ${WHICH}`).description('list the machines of an autoscaler'))
    .option('--ended', 'also those that are gone')
    .action(async (which, options) => (await import('../autoscalers/instances.ts')).listInstances(which, options));

  withServerOptions(autoscaler.command(`log ${WHICH}`).description('print what an autoscaler did and why, the oldest first'))
    .option('--lines <count>', 'only the newest', parseCount)
    .option('--machine <machine>', 'only about this machine')
    .option('--follow', 'go on until stopped')
    .action(async (which, options) => (await import('../autoscalers/log.ts')).autoscalerLog(which, options));

  withServerOptions(
    autoscaler.command('console <autoscaler> <machine>').description('print what a machine printed while it started'),
  ).action(async (which, machine, options) => (await import('../autoscalers/log.ts')).machineConsole(which, machine, options));
}

function registerModes(autoscaler: Command): void {
  for (const [step, description] of [
    ['pause', 'launch no machines until resumed; what runs goes on'],
    ['resume', 'launch machines again'],
    ['drain', 'launch no machines, and end each when it has no task'],
  ] as const)
    withServerOptions(autoscaler.command(`${step} ${WHICH}`).description(description)).action(async (which, options) =>
      (await import('../autoscalers/change.ts')).changeMode(step, which, options),
    );

  withServerOptions(autoscaler.command(`stop ${WHICH}`).description('stop an autoscaler'))
    .addOption(
      new Option('--machines <which>', 'which machines end at once; the others end when they have been idle for too long')
        .choices(SHUTDOWNS)
        .default('nothing'),
    )
    .action(async (which, options) => (await import('../autoscalers/change.ts')).stopAutoscaler(which, options));
}

function registerChanges(autoscaler: Command): void {
  withServerOptions(autoscaler.command(`update ${WHICH}`).description('change limits of an autoscaler while it runs'))
    .option('--max <queue/resource=count>', 'machines of a resource for a queue; may be repeated', collectAssignment)
    .option('--warm <queue=count>', 'machines kept ready for a queue; may be repeated', collectAssignment)
    .option('--max-instances <count>', 'machines in all, or none', (text) =>
      orNone(text, (count) => parseWhole(count, { min: 0, max: 100_000 })),
    )
    .option('--idle-minutes <minutes>', 'a machine without a task ends after', parseAmount)
    .option('--spin-up-minutes <minutes>', 'a machine that does not join ends after', parseAmount)
    .option('--polling-minutes <minutes>', 'the longest pause between two looks', parseAmount)
    .option('--hours-per-day <hours>', 'budget of all machines together (UTC days), or none', (text) => orNone(text, parseAmount))
    .option('--cost-per-day <dollars>', 'the same in money, or none', (text) => orNone(text, parseAmount))
    .addOption(new Option('--at-budget <what>', 'what machines at work do when the budget is used up').choices(['end', 'drain']))
    .action(async (which, options) => (await import('../autoscalers/update.ts')).updateAutoscaler(which, options));

  withServerOptions(autoscaler.command(`end-idle ${WHICH}`).description('end the machines that have no task now')).action(
    async (which, options) => (await import('../autoscalers/change.ts')).endIdle(which, options),
  );

  withServerOptions(
    autoscaler.command('end <autoscaler> <machine>').description('end one machine; what it runs goes back to its queue'),
  ).action(async (which, machine, options) => (await import('../autoscalers/change.ts')).endMachine(which, machine, options));

  withServerOptions(
    autoscaler.command('delete <autoscaler>').description('delete a stopped autoscaler and the history of its machines'),
  ).action(async (which, options) => (await import('../autoscalers/change.ts')).deleteAutoscaler(which, options));
}

/** The command line knows no null. */
const orNone = (text: string, parse: (text: string) => number): number | 'none' => (text === 'none' ? text : parse(text));
