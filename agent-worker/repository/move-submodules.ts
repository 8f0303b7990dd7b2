import type { SimpleGit } from 'simple-git';
import { UserError } from '../stages/user-error.ts';

export interface MoveSubmodulesInput {
  git: SimpleGit;
  diff: string;
  print(text: string): void;
}

/** How a plain `git diff` tells of a submodule: by its commit, with a mark when there are changes inside. */
const MOVE = /^\+\+\+ (?:[a-z]\/)?(.+?)\t?\n@@ .*\n-Subproject commit ([0-9a-f]+)\n\+Subproject commit ([0-9a-f]+)(-dirty)?$/gm;

/**
 * Checks out the commits that a diff names for submodules, whose files `git apply` leaves as they are, and says which submodules
 * have changes that the diff does not tell. Throws UserError for a commit that the submodule's repository does not have.
 */
export async function moveSubmodules({ git, diff, print }: MoveSubmodulesInput): Promise<void> {
  for (const [, path, before, after, dirty] of diff.matchAll(MOVE)) {
    if (!(await isSubmodule(git, path!))) continue;
    if (before !== after) await checkOut(git, { path: path!, commit: after! });
    if (dirty) print(`what is changed inside of the submodule "${path}" was not recorded, and is not here`);
  }
}

/** A text of the diff may look like a move, and name any folder. */
async function isSubmodule(git: SimpleGit, path: string): Promise<boolean> {
  return (await git.raw(['--literal-pathspecs', 'ls-files', '--stage', '--', path])).startsWith('160000 ');
}

async function checkOut(git: SimpleGit, { path, commit }: { path: string; commit: string }): Promise<void> {
  try {
    await git.raw(['update-index', '--cacheinfo', `160000,${commit},${path}`]);
    await git.raw(['--literal-pathspecs', 'submodule', '--quiet', 'update', '--init', '--recursive', '--', path]);
  } catch (error) {
    const reason = (error as Error).message.trim().split('\n').at(-1);
    throw new UserError(`the submodule "${path}" cannot be brought to its commit ${commit}; was it pushed? ${reason}`);
  }
}
