import { type DaemonCommandOptions, notices, readAgentOptions } from './daemon-options.ts';
import { startDetached } from './detach.ts';
import { stopDaemons } from './stop-command.ts';

/** `agent daemon`: starts an agent here or in the background, stops one, or tells when one takes tasks. */
export async function runDaemonCommand(command: DaemonCommandOptions): Promise<void> {
  const options = await readAgentOptions(command, process.env);
  if (command.stop) return stopDaemons({ command, options });
  if (command.status) return (await import('./status-command.ts')).showStatus({ command, options });
  for (const notice of notices(command)) process.stderr.write(`${notice}\n`);
  if (command.detached) return startDetached(options);
  // With all that an agent needs, which the other ways do without.
  const { runForeground } = await import('./foreground.ts');
  return runForeground({ command, options });
}
