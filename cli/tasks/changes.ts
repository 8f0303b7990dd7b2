import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { print, say } from '../output.ts';

export interface ChangesOptions {
  /** Files that git does not track travel too, unless they are ignored. */
  untracked?: boolean;
}

/** Linux gives a program no longer variable: 128 KiB with its name. */
const LONGEST_VARIABLE = 131_000;

/** Prints the uncommitted changes of a repository, binary files included, in the form in which ClearML's SDK takes them from `CLEARML_VCS_DIFF`. */
export async function printChanges(folder: string, { untracked = false }: ChangesOptions): Promise<void> {
  const diff = await readChanges(folder, { untracked });
  const text = Buffer.from(diff).toString('base64');
  if (text.length > LONGEST_VARIABLE)
    throw new Error(
      `the changes are ${text.length} bytes as text; a variable takes at most ${LONGEST_VARIABLE}: commit and push the largest`,
    );
  say(diff === '' ? 'nothing is changed' : `${diff.match(/^diff --git /gm)?.length ?? 0} files are changed`);
  print(text);
}

const run = promisify(execFile);
const LARGEST_DIFF = 64 * 1024 * 1024;

async function readChanges(folder: string, { untracked }: Required<ChangesOptions>): Promise<string> {
  const git = async (args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> =>
    (await run('git', args, { cwd: folder, env: { ...process.env, ...env }, maxBuffer: LARGEST_DIFF })).stdout;
  const top = (await git(['rev-parse', '--show-toplevel'])).trim();
  const diff = ['-C', top, 'diff', '--binary', '--no-ext-diff', '--no-color', '--src-prefix=a/', '--dst-prefix=b/', 'HEAD'];
  if (!untracked) return git(diff);
  return withIndexCopy(await git(['rev-parse', '--absolute-git-dir']), async (GIT_INDEX_FILE) => {
    await git(['-C', top, 'add', '--intent-to-add', '--', '.'], { GIT_INDEX_FILE });
    return git(diff, { GIT_INDEX_FILE });
  });
}

/** What git is told of for the sake of the diff stays out of the user's index. */
async function withIndexCopy<T>(gitFolder: string, work: (index: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'perdura-index-'));
  try {
    const index = join(folder, 'index');
    await copyFile(join(gitFolder.trim(), 'index'), index);
    return await work(index);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
