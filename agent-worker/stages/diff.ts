import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunSpec } from '../../workflows/contracts/agent-api.ts';
import { applyDiff } from '../repository/apply-diff.ts';
import { openGit } from '../repository/git.ts';
import { isLiteralScript, literalScriptName } from '../repository/literal-script.ts';
import type { StageContext } from './stage-context.ts';

/** Applies the uncommitted changes, or writes the script that stands in their place when there is no repository. */
export async function diff(context: StageContext): Promise<void> {
  const { script } = await context.spec();
  if (!script.repository || isLiteralScript(script.diff)) return writeScript(context, script);
  const { run, env, signal, output, print, describe } = context;
  const git = openGit({ folder: run.folder.workspace, env, signal, onOutput: () => undefined });
  const file = join(run.folder.path, 'changes.diff');
  const summary = await applyDiff({ git, diff: script.diff, file, print });
  output(Buffer.from(summary));
  describe(summary.trim().split('\n').at(-1)?.trim() ?? '');
}

function writeScript({ run, print, describe }: StageContext, script: RunSpec['script']): void {
  const folder = join(run.folder.workspace, script.repository ? script.working_dir : '');
  const name = literalScriptName(script.entry_point);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), script.diff);
  print(`the task's own script is ${name}`);
  describe(name);
}
