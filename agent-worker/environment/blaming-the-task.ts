import { CommandError } from '../stages/run-command.ts';
import { UserError } from '../stages/user-error.ts';

const PASSING =
  /error sending request|dns error|connection (refused|reset)|timed? ?out|temporary failure in name resolution|name or service not known|all attempts to connect|no space left on device/i;

/**
 * What an installer refuses is wrong in the task, unless the network or the disk is to blame.
 * @throws UserError in the first case, what `install` throws in the second
 */
export async function blamingTheTask(install: () => Promise<unknown>): Promise<void> {
  try {
    await install();
  } catch (error) {
    if (!(error instanceof CommandError) || error.exitCode === undefined || PASSING.test(error.output)) throw error;
    throw new UserError(`the packages cannot be installed: ${reasonIn(error.output)}`);
  }
}

/** The lines in which installers say what is wrong: `× …`, `╰─▶ …`, `ERROR: …`. */
function reasonIn(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const first = lines.findIndex((line) => /^(×|error|╰─▶)/i.test(line));
  const reason = (first < 0 ? lines.slice(-5) : lines.slice(first)).filter((line) => line !== '').join(' ');
  return reason.replace(/[×╰─▶]\s*/g, '').slice(0, 1_000);
}
