import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from './run-command.ts';
import type { StageContext } from './stage-context.ts';
import { UserError } from './user-error.ts';

/** Ends at the first line that fails, and names it. */
const PROLOGUE = `set -e -o pipefail
trap 'perdura_code=$?; echo "line $((LINENO - 2)) failed with exit code $perdura_code: $BASH_COMMAND" >&2' ERR
`;

/** An image need not have bash. */
const BY_SHELL_OF_IMAGE = 'command -v bash >/dev/null && exec bash "$0"; exec sh -e "$1"';

/** Runs the task's set-up script in a folder of its own. A line that fails, fails the run. */
export async function runSetUpScript({ run, spec, tool, containers }: StageContext): Promise<void> {
  const { container: asked } = await spec();
  const folder = join(run.folder.path, 'set-up');
  mkdirSync(folder, { recursive: true });
  const [script, plain] = [join(folder, 'script.sh'), join(folder, 'plain.sh')];
  writeFileSync(script, `${PROLOGUE}${asked.setup_shell_script}\n`, { mode: 0o600 });
  writeFileSync(plain, `${asked.setup_shell_script}\n`, { mode: 0o600 });
  const { container } = run.folder.record();
  if (container) await containers.give(container, [folder]);
  try {
    await tool(container ? ['/bin/sh', '-c', BY_SHELL_OF_IMAGE, script, plain] : ['bash', script], { cwd: folder });
  } catch (error) {
    if (!(error instanceof CommandError) || error.exitCode === undefined) throw error;
    const line = error.output.trim().split('\n').at(-1);
    throw new UserError(`the set-up script failed: ${line || `exit code ${error.exitCode}`}`);
  }
}
