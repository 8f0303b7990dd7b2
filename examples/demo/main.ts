import { Command } from 'commander';
import { connect } from '../../cli/connect.ts';
import { parseCount, withServerOptions } from '../../cli/option.ts';
import { say } from '../../cli/output.ts';
import { createProgress } from '../../stack/progress.ts';
import { fillInstallation } from './fill-installation.ts';

/** Fills a running installation with tasks, a pipeline and a sweep to look at, through its public API. */
const program = withServerOptions(
  new Command('demo').description('fill a running installation with tasks, a pipeline and a sweep to look at'),
)
  .option('--tasks <count>', 'tasks of all kinds', parseCount, 30)
  .option('--lines <count>', 'console lines of the task with the longest console', parseCount, 200_000)
  .option('--points <count>', 'scalar points of the task with the longest curves', parseCount, 1_000_000);

program.action(async ({ tasks, lines, points, ...server }) => {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort(new Error('interrupted')));
  try {
    await fillInstallation({
      api: await connect(server),
      progress: createProgress(say),
      signal: interrupted.signal,
      tasks,
      lines,
      points,
    });
  } catch (error) {
    say(`demo: ${(error as Error).message}`);
    process.exitCode = 1;
  }
});
await program.parseAsync();
