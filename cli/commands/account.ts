import { Argument, type Command, Option } from 'commander';
import { ROLES } from '../../workflows/domain/rights.ts';
import { withServerOptions } from '../option.ts';

/** Commands about who may do what on a server. */
export function registerAccountCommands(program: Command): void {
  const user = program.command('user').description('list and add users, change their roles');
  withServerOptions(user.command('list').description('list users with their roles')).action(async (options) =>
    (await import('../accounts/users.ts')).listUsers(options),
  );
  withServerOptions(user.command('add <name>').description('add a user, with a password that is made and printed'))
    .addOption(
      new Option('--role <role>', 'what the user may do: everything, all but users and autoscalers, or look')
        .choices(ROLES)
        .default('user'),
    )
    .option('--password-file <file>', 'take the password from a file (/dev/stdin for the standard input)')
    .action(async (name, options) => (await import('../accounts/users.ts')).addUser(name, options));

  withServerOptions(user.command('role <name>').description('give a user another role; it holds at once'))
    .addArgument(new Argument('<role>').choices(ROLES))
    .action(async (name, role, options) => (await import('../accounts/users.ts')).changeRole(name, role, options));

  const credentials = program.command('credentials').description('application credentials of the current user');
  withServerOptions(credentials.command('list').description('list them, without secrets'))
    .option('--user <name>', 'those of another user, for administrators')
    .action(async (options) => (await import('../accounts/credentials.ts')).listCredentials(options));
  withServerOptions(credentials.command('create').description('create a pair and print it, once, as a block for ~/clearml.conf'))
    .option('--label <text>', 'what they are for')
    .option('--agent', 'for an agent: good for running tasks, not for accounts and autoscalers')
    .action(async (options) => (await import('../accounts/credentials.ts')).createCredentials(options));
  withServerOptions(credentials.command('revoke <access-key>').description('make a pair invalid at once'))
    .option('--user <name>', 'that of another user, for administrators')
    .action(async (accessKey, options) => (await import('../accounts/credentials.ts')).revokeCredentials(accessKey, options));
}
