import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SimpleGit } from 'simple-git';
import { UserError } from '../stages/user-error.ts';
import type { RepositoryAddress } from './repository-address.ts';

/** What of a repository a task wants; empty texts say nothing. */
export interface Revision {
  commit: string;
  tag: string;
  branch: string;
}

export interface MirrorInput {
  folder: string;
  address: RepositoryAddress;
  revision: Revision;
  /** Git in a folder: `talking` shows what it says. */
  git(folder: string, options?: { talking: boolean }): SimpleGit;
  signal: AbortSignal;
  print(line: string): void;
}

/** The mirror of a repository in the cache. */
export const mirrorFolder = (cacheDir: string, { url }: RepositoryAddress): string =>
  join(cacheDir, `${basename(url).replace(/[^\w.-]/g, '_')}-${createHash('sha256').update(url).digest('hex').slice(0, 16)}`);

/**
 * Makes sure that the mirror has the wanted revision, and gives its commit. A known commit needs no network; a branch or
 * tag is asked for every time. Throws UserError for an address or a revision that does not exist.
 */
export async function bringToMirror(input: MirrorInput): Promise<string> {
  const { folder, revision, print } = input;
  if (!existsSync(join(folder, 'HEAD'))) await createMirror(input);
  const known = isCommit(revision.commit) ? await findCommit(input, revision.commit) : undefined;
  if (known) {
    print(`commit ${revision.commit} is in the cache`);
    return known;
  }
  await fetchHealing(input, wantedRefs(revision));
  const commit = (await findCommit(input, wantedName(revision))) ?? (await fetchLoneCommit(input));
  if (!commit) throw new UserError(missingRevision(input));
  return commit;
}

/** A branch may stand in a commit's place, and what it means is known to the remote alone. */
const isCommit = (name: string): boolean => /^[0-9a-f]{7,64}$/.test(name);

/** Everything for a commit, which may be on any branch. */
const wantedRefs = ({ commit, tag, branch }: Revision): string[] => {
  if (!commit && tag) return [`+refs/tags/${tag}:refs/tags/${tag}`];
  if (!commit && branch) return [`+refs/heads/${branch}:refs/heads/${branch}`];
  return commit ? ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'] : ['+HEAD:refs/perdura/HEAD'];
};

const wantedName = ({ commit, tag, branch }: Revision): string => {
  if (commit) return commit;
  if (tag) return `refs/tags/${tag}`;
  return branch ? `refs/heads/${branch}` : 'refs/perdura/HEAD';
};

async function findCommit({ git, folder }: MirrorInput, name: string): Promise<string | undefined> {
  const arguments_ = ['rev-parse', '--quiet', '--verify', '--end-of-options', `${name}^{commit}`];
  const found = await git(folder)
    .raw(arguments_)
    .catch(() => '');
  return found.trim() || undefined;
}

async function createMirror({ git, folder }: MirrorInput): Promise<void> {
  await mkdir(folder, { recursive: true });
  await git(folder).raw(['init', '--quiet', '--bare', '.']);
}

/** A mirror that a killed git or a full disk has left broken is made anew. */
async function fetchHealing(input: MirrorInput, refs: string[]): Promise<void> {
  try {
    await fetchPatiently(input, refs);
  } catch (error) {
    if (!BROKEN.test((error as Error).message)) throw error;
    input.print('the cached repository is broken: making it anew');
    await rm(input.folder, { recursive: true, force: true });
    await createMirror(input);
    await fetchPatiently(input, refs);
  }
}

const BROKEN =
  /\.lock': File exists|object file .* is empty|loose object .* is corrupt|bad object|not a git repository: '\.'|inflate/i;
const PASSING =
  /could not resolve host|timed out|connection (refused|reset)|network is unreachable|early EOF|RPC failed|hung up|error: 50\d|GnuTLS|SSL_/i;
const DELAYS_MS = [1_000, 3_000];

async function fetchPatiently(input: MirrorInput, refs: string[]): Promise<void> {
  const { git, folder, address, signal, print } = input;
  for (const delay of [...DELAYS_MS, undefined]) {
    try {
      await git(folder, { talking: true }).raw(['fetch', '--no-tags', '--force', '--no-auto-gc', address.url, ...refs]);
      return;
    } catch (error) {
      signal.throwIfAborted();
      const { message } = error as Error;
      if (BROKEN.test(message)) throw error;
      if (delay === undefined || !PASSING.test(message)) throw new UserError(failedFetch(input, message));
      print(`trying again in ${delay / 1000} s`);
      await sleep(delay, undefined, { signal });
    }
  }
}

/** A host may give out a commit that no branch has, such as one of a pull request. */
async function fetchLoneCommit({ git, folder, address, revision, signal }: MirrorInput): Promise<string | undefined> {
  if (!/^[0-9a-f]{40,64}$/.test(revision.commit)) return undefined;
  try {
    await git(folder).raw([
      'fetch',
      '--no-tags',
      '--no-auto-gc',
      address.url,
      `${revision.commit}:refs/perdura/${revision.commit}`,
    ]);
    return revision.commit;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

function failedFetch({ address, revision }: MirrorInput, message: string): string {
  const lines = message.split('\n').map((line) => line.replace(/^(fatal|error): /, '').trim());
  if (/couldn't find remote ref/i.test(message)) return `${wantedName(revision)} does not exist in the repository ${address.url}`;
  return `cannot fetch the repository ${address.url}: ${lines.find((line) => line !== '') ?? 'git failed'}`;
}

const missingRevision = ({ address, revision }: MirrorInput): string =>
  `${revision.commit ? `commit ${revision.commit}` : wantedName(revision)} is not in the repository ${address.url}: was it pushed?`;
