import { type DaemonCommandOptions, notices, readAgentOptions } from './daemon-options.ts';
import { startDetached } from './detach.ts';
import { runForeground } from './foreground.ts';
import { stopDaemons } from './stop-command.ts';

/** `agent daemon`: starts an agent here or in the background, or stops one. */
export async function runDaemonCommand(command: DaemonCommandOptions): Promise<void> {
  const options = await readAgentOptions(command, process.env);
  if (command.stop) return stopDaemons({ command, options });
  for (const notice of notices(command)) process.stderr.write(`${notice}\n`);
  return command.detached ? startDetached(options) : runForeground({ command, options });
}
