import type { Command } from 'commander';
import { parseCount, parseWhole, withServerOptions } from '../option.ts';

/** Commands about sweeps: searches for the best parameters. */
export function registerSweepCommands(program: Command): void {
  const sweep = program.command('sweep').description('search for the best parameters');

  withServerOptions(sweep.command('run <file>'))
    .description('start a sweep from TypeScript or YAML and follow it to its end; exit code 0, 1 failed, 4 stopped')
    .option('--no-follow', 'leave at once')
    .option('--draft', 'enter it without starting it')
    .action(async (file, options) => (await import('../sweeps/run.ts')).runSweep(file, options));

  withServerOptions(sweep.command('worker <file>'))
    .description("serve the strategy of a file's sweep until stopped")
    .action(async (file, options) => (await import('../sweeps/worker.ts')).sweepWorker(file, options));

  withServerOptions(sweep.command('list').description('list sweeps'))
    .option('--archived', 'also archived ones')
    .action(async (options) => (await import('../sweeps/list.ts')).listSweeps(options));

  withServerOptions(sweep.command('show <sweep>').description('show a sweep and its trials')).action(async (id, options) =>
    (await import('../sweeps/show.ts')).showSweep(id, options),
  );

  withServerOptions(sweep.command('best <sweep>').description('print the best trial, or those that no other one beats'))
    .option('--top <count>', 'so many, the best first by the first objective', parseCount)
    .action(async (id, options) => (await import('../sweeps/show.ts')).bestTrials(id, options));

  registerChanges(sweep);
}

function registerChanges(sweep: Command): void {
  withServerOptions(sweep.command('pause <sweep>').description('start no new trials until resumed')).action(async (id, options) =>
    (await import('../sweeps/change.ts')).pauseSweep(id, options),
  );

  withServerOptions(sweep.command('resume <sweep>').description('start trials again')).action(async (id, options) =>
    (await import('../sweeps/change.ts')).resumeSweep(id, options),
  );

  withServerOptions(sweep.command('stop <sweep>').description('stop a sweep and its trials'))
    .option('--message <text>', 'the reason, kept with the sweep')
    .action(async (id, options) => (await import('../sweeps/change.ts')).stopSweep(id, options));

  withServerOptions(sweep.command('update <sweep>').description('change limits of a sweep that runs'))
    .option('--max-trials <count>', 'trials started in all', parseCount)
    .option('--max-concurrent <count>', 'trials at a time', parseCount)
    .option('--max-iterations <count>', 'iterations that a trial may report', (text) => parseWhole(text, { min: 1, max: 1e9 }))
    .option('--min-iterations <count>', 'no pruning before', (text) => parseWhole(text, { min: 0, max: 1e9 }))
    .option('--trial-time <time>', "of one trial's run, such as 90s or 1.5h")
    .option('--compute-time <time>', "of all trials' runs together")
    .option('--wall-clock <time>', 'of the whole sweep')
    .option('--keep-top <count>', 'trials kept in view at the end', parseCount)
    .action(async (id, options) => (await import('../sweeps/change.ts')).updateSweep(id, options));

  withServerOptions(sweep.command('add <sweep> <name=value...>').description('add a trial by hand')).action(
    async (id, assignments, options) => (await import('../sweeps/change.ts')).addTrial(id, assignments, options),
  );
}
