import { Argument, type Command } from 'commander';
import { parseCount, withServerOptions } from '../option.ts';
import { MOVES } from '../queues/moves.ts';

/** Commands about queues on a server. A queue is named by its name or id. */
export function registerQueueCommands(program: Command): void {
  const queue = program.command('queue').description('list, change and reorder queues');

  withServerOptions(queue.command('list').description('list queues')).action(async (options) =>
    (await import('../queues/list.ts')).listQueues(options),
  );
  withServerOptions(queue.command('create <name>').description('create a queue')).action(async (name, options) =>
    (await import('../queues/change.ts')).createQueue(name, options),
  );
  withServerOptions(queue.command('rename <queue> <name>').description('rename a queue')).action(
    async (reference, name, options) => (await import('../queues/change.ts')).renameQueue(reference, name, options),
  );
  withServerOptions(queue.command('delete <queue>').description('delete a queue'))
    .option('--force', 'even if tasks wait in it: they become drafts')
    .action(async (reference, options) => (await import('../queues/change.ts')).deleteQueue(reference, options));
  withServerOptions(queue.command('show <queue>').description('show the tasks that wait, in order')).action(
    async (reference, options) => (await import('../queues/show.ts')).showQueue(reference, options),
  );
  withServerOptions(queue.command('move <queue> <task>').description('move a waiting task'))
    .addArgument(new Argument('<where>', 'where to').choices(Object.keys(MOVES)))
    .option('--count <places>', 'how many places forward or backward', parseCount, 1)
    .action(async (reference, task, where, options) =>
      (await import('../queues/change.ts')).moveTask(reference, task, where, options),
    );
  withServerOptions(
    queue.command('transfer <task> <queue>').description('move a waiting task to the end of another queue'),
  ).action(async (task, reference, options) => (await import('../queues/change.ts')).transferTask(task, reference, options));
}
