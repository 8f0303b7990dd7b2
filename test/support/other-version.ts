import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { PROJECT_FOLDER } from '../../stack/project-folder.ts';

export interface OtherVersion {
  /** Its files, with the packages of this checkout; without the web pages, which nobody builds. */
  folder: string;
  release(): Promise<void>;
}

/** Another commit of this repository; null where git does not have it, as in a clone without history. */
export async function takeVersion(commit: string): Promise<OtherVersion | null> {
  const git = (...args: string[]) => execa('git', args, { cwd: PROJECT_FOLDER, reject: false });
  if ((await git('rev-parse', '--verify', '--quiet', `${commit}^{commit}`)).exitCode !== 0) return null;
  const folder = await mkdtemp(join(tmpdir(), 'perdura-version-'));
  const code = join(folder, 'perdura');
  await mkdir(code);
  await execa('sh', ['-c', 'git archive "$1" -- . ":!ui" | tar -x -C "$2"', 'sh', commit, code], { cwd: PROJECT_FOLDER });
  await symlink(join(PROJECT_FOLDER, 'node_modules'), join(code, 'node_modules'));
  return { folder: code, release: () => rm(folder, { recursive: true, force: true }) };
}
