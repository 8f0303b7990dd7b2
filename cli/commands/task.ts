import type { Command } from 'commander';
import { parseCount, parseWhole, withServerOptions } from '../option.ts';
import { LONGEST_PAGE } from '../tasks/page.ts';

/** Commands about tasks on a server. */
export function registerTaskCommands(program: Command): void {
  const task = program.command('task').description('list, show and steer tasks');

  withServerOptions(task.command('list').description('list tasks, the last changed first'))
    .option('--status <status...>', 'only those with one of these statuses')
    .option('--project <name>', 'only those of this project')
    .option('--limit <count>', 'at most so many', parseCount, 20)
    .action(async (options) => (await import('../tasks/list.ts')).listTasks(options));

  withServerOptions(task.command('show <task>').description('show one task')).action(async (id, options) =>
    (await import('../tasks/show.ts')).showTask(id, options),
  );

  withServerOptions(task.command('enqueue <task>').description('put a task at the end of a queue'))
    .option('--queue <name>', 'the queue', 'default')
    .action(async (id, options) => (await import('../tasks/change.ts')).enqueueTask(id, options));

  withServerOptions(
    task.command('retry <task>').description('put a task that failed or was aborted into its queue again'),
  ).action(async (id, options) => (await import('../tasks/change.ts')).retryTask(id, options));

  withServerOptions(task.command('abort <task>').description('stop a task that waits or runs'))
    .option('--message <text>', 'the reason, kept with the task')
    .action(async (id, options) => (await import('../tasks/change.ts')).abortTask(id, options));

  withServerOptions(task.command('reset <task>').description('make a task a draft again, without what it has produced'))
    .option('--force', 'even if its status forbids it')
    .action(async (id, options) => (await import('../tasks/change.ts')).resetTask(id, options));

  withServerOptions(task.command('clone <task>').description('make a draft of the same code and parameters'))
    .option('--name <name>', 'the name of the copy')
    .option('--queue <name>', 'enqueue the copy there')
    .action(async (id, options) => (await import('../tasks/change.ts')).cloneTask(id, options));

  withServerOptions(task.command('log <task>').description('print what a task has printed, and what its agent did'))
    .option('-f, --follow', 'go on until the task ends')
    .option('-n, --lines <count>', 'only so many of the last lines', (text) => parseWhole(text, { min: 1, max: LONGEST_PAGE }))
    .action(async (id, options) => (await import('../tasks/log.ts')).taskLog(id, options));

  task
    .command('changes [folder]')
    .description('print uncommitted changes, binary files included, for CLEARML_VCS_DIFF')
    .option('--untracked', 'with files that git does not track, unless it ignores them')
    .action(async (folder = '.', options) => (await import('../tasks/changes.ts')).printChanges(folder, options));
}
