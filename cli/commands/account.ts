import type { Command } from 'commander';
import { withServerOptions } from '../option.ts';

/** Commands about who may do what on a server. */
export function registerAccountCommands(program: Command): void {
  const user = program.command('user').description('list and add users');
  withServerOptions(user.command('list').description('list users')).action(async (options) =>
    (await import('../accounts/users.ts')).listUsers(options),
  );
  withServerOptions(user.command('add <name>').description('add a user, with a password that is made and printed'))
    .option('--admin', 'may do everything')
    .option('--password-file <file>', 'take the password from a file (/dev/stdin for the standard input)')
    .action(async (name, options) => (await import('../accounts/users.ts')).addUser(name, options));

  const credentials = program.command('credentials').description('application credentials of the current user');
  withServerOptions(credentials.command('list').description('list them, without secrets')).action(async (options) =>
    (await import('../accounts/credentials.ts')).listCredentials(options),
  );
  withServerOptions(credentials.command('create').description('create a pair and print it, once, as a block for ~/clearml.conf'))
    .option('--label <text>', 'what they are for')
    .action(async (options) => (await import('../accounts/credentials.ts')).createCredentials(options));
  withServerOptions(credentials.command('revoke <access-key>').description('make a pair invalid at once')).action(
    async (accessKey, options) => (await import('../accounts/credentials.ts')).revokeCredentials(accessKey, options),
  );
}
