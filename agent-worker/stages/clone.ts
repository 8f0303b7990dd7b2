import { checkOut } from '../repository/checkout.ts';
import type { StageContext } from './stage-context.ts';

/** Brings the task's repository at its revision into the workspace. */
export async function clone({ run, spec, options, env, signal, print, output, describe }: StageContext): Promise<void> {
  const { script } = await spec();
  const commit = await checkOut({
    repository: script.repository,
    revision: { commit: script.version_num, tag: script.tag, branch: script.branch },
    folder: run.folder.workspace,
    cacheDir: options.vcsCacheDir,
    options: options.git,
    env,
    signal,
    print,
    onOutput: output,
  });
  describe(commit);
}
