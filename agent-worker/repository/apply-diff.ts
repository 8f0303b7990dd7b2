import { writeFile } from 'node:fs/promises';
import type { SimpleGit } from 'simple-git';
import { UserError } from '../stages/user-error.ts';
import { findHunk } from './find-hunk.ts';
import { moveSubmodules } from './move-submodules.ts';

/** A reset leaves submodules alone, in which a diff may have changed something. */
const RESTORE = 'git reset --hard --quiet && git clean -d --force --force --quiet';

export interface ApplyDiffInput {
  git: SimpleGit;
  diff: string;
  /** Where to keep the diff for git. */
  file: string;
  print(text: string): void;
}

/**
 * Applies the uncommitted changes of a task to a fresh checkout, and says how many lines of which files they are; a second
 * time gives the same. Throws UserError with what does not apply, after the hunk was printed.
 */
export async function applyDiff({ git, diff, file, print }: ApplyDiffInput): Promise<string> {
  await git.raw(['reset', '--hard', '--quiet']);
  await git.raw(['clean', '-d', '--force', '--force', '--quiet']);
  await git.raw(['submodule', '--quiet', 'foreach', '--recursive', RESTORE]);
  if (!/^diff /m.test(diff)) return `nothing to apply: ${diff}`;
  // Git ends every diff with a newline; some clients cut it off.
  await writeFile(file, diff.endsWith('\n') ? diff : `${diff}\n`, { mode: 0o600 });
  const strip = hasPrefixes(diff) ? '-p1' : '-p0';
  try {
    await git.raw(['apply', strip, '--unidiff-zero', '--whitespace=nowarn', file]);
  } catch (error) {
    const reasons = (error as Error).message.split('\n').filter((line) => line.startsWith('error: '));
    print(reasons.join('\n'));
    const failed = /^error: patch failed: (.+):(\d+)$/.exec(reasons[0] ?? '');
    const hunk = failed && findHunk(diff, { path: failed[1]!, line: Number(failed[2]) });
    if (hunk) print(`the hunk that does not apply:\n${hunk}`);
    const told = reasons.map((line) => line.slice(7)).join('; ') || (error as Error).message;
    throw new UserError(`the uncommitted changes do not apply: ${told}${binaryHint(told)}`);
  }
  await moveSubmodules({ git, diff, print });
  return git.raw(['apply', strip, '--stat', file]);
}

/** Git's setting `diff.noprefix` leaves out the letters in front of both names of a file, which are never the same. */
function hasPrefixes(diff: string): boolean {
  return (diff.match(/^diff --git .*/gm) ?? []).every((header) => {
    const [, before, after] = /^diff --git "?([a-z])\/.* "?([a-z])\//.exec(header) ?? [];
    return before !== after;
  });
}

/** What clients record with a plain `git diff` names a changed binary file and has nothing of what is in it. */
function binaryHint(told: string): string {
  const path = /cannot apply binary patch to '(.+?)' without full index line/.exec(told)?.[1];
  return path
    ? `; "${path}" is binary, and its changes were not recorded: commit and push it, or record them with "perdura task changes"`
    : '';
}
