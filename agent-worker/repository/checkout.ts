import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withFileLock } from '../../tools/with-file-lock.ts';
import { openGit } from './git.ts';
import { chooseAccess, type GitOptions } from './git-credentials.ts';
import { lfsPointers } from './lfs-pointers.ts';
import { bringToMirror, mirrorFolder, type Revision } from './mirror.ts';
import { parseRepositoryAddress } from './repository-address.ts';

export interface CheckoutInput {
  /** As the task has it. */
  repository: string;
  revision: Revision;
  /** Where the files go; what is there is removed first. */
  folder: string;
  cacheDir: string;
  options: GitOptions;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  print(line: string): void;
  onOutput(text: Buffer): void;
}

/** Checks a revision out through the mirror in the cache, submodules included, and gives its commit. Throws UserError. */
export async function checkOut(input: CheckoutInput): Promise<string> {
  const { folder, cacheDir, options, env, signal, print, onOutput } = input;
  const access = chooseAccess(parseRepositoryAddress(input.repository), options);
  const { address } = access;
  const git = (where: string, { talking } = { talking: false }) =>
    openGit({ folder: where, env, signal, access, onOutput: talking ? onOutput : () => undefined });

  const mirror = mirrorFolder(cacheDir, address);
  const onWait = () => print('waiting for another run that uses the same cached repository');
  const commit = await withFileLock(mirror, { signal, onWait }, async () => {
    const found = await bringToMirror({ folder: mirror, address, revision: input.revision, git, signal, print });
    await rm(folder, { recursive: true, force: true });
    // Links the objects where the disk allows it, so that the mirror may go at any time.
    await git(dirname(folder)).raw(['clone', '--quiet', '--local', '--no-checkout', mirror, folder]);
    return found;
  });

  await git(folder).raw(['remote', 'set-url', 'origin', address.url]);
  await git(folder, { talking: true }).raw(['checkout', '--quiet', '--force', '--detach', commit]);
  if (existsSync(join(folder, '.gitmodules')))
    await git(folder, { talking: true }).raw(['submodule', 'update', '--init', '--recursive']);
  const pointers = await lfsPointers(git(folder), folder);
  if (pointers.length > 0) print(pointersNotice(pointers));
  print(`${address.url} at ${commit}`);
  return commit;
}

const pointersNotice = (pointers: string[]): string =>
  `${pointers.length} files are pointers of Git LFS and not what they stand for, such as ${pointers[0]}: ` +
  'install git-lfs on this machine, and run "git lfs install" as the user of the agent';
